import type { TransportRequest } from "../http/index.ts";
import type { AccessTokenKind, Api, CallOptions } from "./types.ts";

/** In the order in which a call takes one that fits. */
export const TOKEN_KINDS = ["user", "tenant", "app"] as const;

/** The HTTP method that a method's name implies. */
const IMPLIED: Record<string, string> = { list: "GET", get: "GET", delete: "DELETE", patch: "PATCH", update: "PUT" };

/** The payload of a typed call. */
export interface Payload {
  path?: Record<string, unknown> | undefined;
  params?: object | undefined;
  headers?: Record<string, string | undefined> | undefined;
  data?: unknown;
}

/** A call without its payload: an operation of a table, or an address. */
export interface Operation extends Pick<TransportRequest, "operation" | "method" | "url" | "path" | "format" | "kind"> {
  /** The tokens that it takes. */
  readonly tokens: readonly AccessTokenKind[];
  /** The field with the items of a list's page; empty if they cannot be iterated. Undefined if it is no list. */
  readonly items?: string;
  /** Where the cursor of a list goes. Default `params`. */
  readonly cursor?: "params" | "data";
  /** The field that makes it safe to send twice. */
  readonly idempotency?: string;
  /** Whether it takes the credential of a helpdesk. */
  readonly helpdesk?: string | boolean;
  /** Whether it takes the template of a card in the place of a message's content. */
  readonly template?: string;
}

/** Runs an operation. */
export type Run = (operation: Operation, payload?: Payload, options?: CallOptions) => object;

const toSnake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The fields for the flags of a table, with the value of a flag that has none. */
const FIELDS: Record<string, string> = {
  b: "kind=file",
  n: "kind=plain",
  m: "format=multipart",
  f: "format=form",
  h: "helpdesk=yes",
  c: "template=yes",
  o: "host",
  i: "idempotency",
  p: "items=items",
  P: "items=items",
};

/** A method of a line: its name, path, tokens and HTTP method, and its flags. Each group matches, if only nothing. */
const ENTRY = /(\w+)([^,]*),?([a-z-]*)([A-Z]*),?(.*)/;
type Groups = [entry: string, method: string, rest: string, letters: string, verb: string, flags: string];

/** Reads a line of a table: the operations of a resource, as functions. */
function readLine(origin: string, project: string, version: string, line: string, run: Run): object {
  const [resource = "", base = "", ...entries] = line.split(" ");
  const functions: Record<string, unknown> = {};
  for (const entry of entries) {
    const [, method, rest, letters, verb, flags] = ENTRY.exec(entry) as unknown as Groups;
    const written = base.replace("~", toSnake(resource)) + rest.replace("~", toSnake(method));
    const rooted = written[1] === "/" ? written.slice(1) : `/open-apis/${project}/${version}${written}`;
    const said: Record<string, string> = { kind: "envelope", host: "open" };
    for (const flag of flags ? flags.split(",") : []) {
      const [letter = "", value] = flag.split("=");
      const [field = "", usual = ""] = FIELDS[letter]?.split("=") ?? [];
      said[field] = value ?? usual;
      if (letter === "P") {
        said.cursor = "data";
      }
    }
    const operation = {
      ...said,
      operation: `${project}.${version}.${resource}.${method}`,
      method: verb || (IMPLIED[method] ?? "POST"),
      url: origin.replace("//open.", `//${said.host}.`) + rooted.replace(/(\w+?)(s?)\/:(?!\w)/g, "$1$2/:$1_id"),
      // For a payload without `path`: each name in the address is then reported as missing.
      path: {},
      tokens: TOKEN_KINDS.filter((kind) => (letters || "tu").includes(kind[0] as string)),
    } as Operation;
    const call = (payload?: Payload, options?: CallOptions) => run(operation, payload, options);
    functions[method] = call;
    if ("items" in said) {
      functions[`${method}WithIterator`] = (payload?: Payload, options?: CallOptions) =>
        (call(payload, options) as { pages(): object }).pages();
    }
  }
  return functions;
}

/** Turns a table into the tree of functions that a client shows. A line is read when its resource is first touched. */
export function materialise({ project, operations }: Api, origin: string, run: Run): object {
  const tree: Record<string, object> = {};
  let version = "";
  for (const line of operations.trim().split("\n")) {
    const [name = ""] = line.split(" ", 1);
    if (name === line) {
      version = name;
      tree[version] = {};
      continue;
    }
    const [resources, at] = [tree[version] as object, version];
    let resource: object | undefined;
    const get = () => {
      resource ??= readLine(origin, project, at, line, run);
      return resource;
    };
    Object.defineProperty(resources, name, { get, enumerable: true });
    // Without a version a name means `v1`, else the newest version that has it: versions are in their order.
    if (at === "v1" || !Object.hasOwn(tree.v1 ?? {}, name)) {
      Object.defineProperty(tree, name, { get, configurable: true });
    }
  }
  return tree;
}
