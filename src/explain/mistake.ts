import { distance } from "../base/index.ts";

/** A mistake in the code that called, of which its error says too little. */
export interface Mistake {
  /** Its explanation in the tables. */
  readonly key: string;
  /** The name to write in the place of one that does not exist. */
  readonly nearest?: string;
}

/** Globals that Node 18 lacks. */
const MISSING_GLOBAL = /^(crypto|CustomEvent|File|navigator) is not defined|Can't find variable: (crypto|File)$/;
const NO_DOMAIN = /^domain must be/;
/** V8, JavaScriptCore and SpiderMonkey all begin so. */
const NO_METHOD = /^(?:\(intermediate value\)|[\w$]+)?((?:\.[\w$]+)*)\.([\w$]+) is not a function/;

/** Verbs that people write, and those of the platform. */
const SYNONYMS: Readonly<Record<string, string>> = {
  send: "create",
  add: "create",
  post: "create",
  upload: "create",
  insert: "create",
  remove: "delete",
  del: "delete",
  recall: "delete",
  find: "get",
  fetch: "get",
  read: "get",
  download: "get",
  all: "list",
  query: "list",
  edit: "update",
  change: "update",
};

function nearestOf(name: string, names: readonly string[]): string | undefined {
  const synonym = SYNONYMS[name.toLowerCase()];
  if (synonym && names.includes(synonym)) {
    return synonym;
  }
  return names.toSorted((a, b) => distance(name, a) - distance(name, b))[0];
}

/** The object of a client at a path, which the caller may have cut at its beginning: `const { im } = client`. */
function at(client: object, path: readonly string[]): object | undefined {
  const found = path.reduce<unknown>((value, name) => Object(value)[name], client);
  return typeof found === "object" && found !== null ? found : undefined;
}

/** Finds out which mistake an error is about. */
export function mistakeOf(
  { name, message = "" }: { name?: string; message?: string },
  client?: object,
): Mistake | undefined {
  if (name === "ReferenceError" && MISSING_GLOBAL.test(message)) {
    return { key: "missing_global" };
  }
  if (name !== "TypeError") {
    return undefined;
  }
  if (NO_DOMAIN.test(message)) {
    return { key: "domain_option" };
  }
  const [, path = "", method = ""] = NO_METHOD.exec(message) ?? [];
  const owner = method && client && at(client, path.split(".").filter(Boolean));
  const nearest = owner && nearestOf(method, Object.keys(owner));
  return nearest ? { key: "missing_method", nearest } : undefined;
}
