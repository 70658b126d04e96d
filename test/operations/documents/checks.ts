// What the generator of the SDK takes for granted of the documents. Each check answers with what is wrong, in sentences.
import { Validator } from "@seriousme/openapi-schema-validator";
import {
  bodyOf,
  type Documents,
  dataOf,
  lookUp,
  operationsOf,
  resolve,
  type Schema,
} from "../../support/openapi-document.ts";

const VALIDATOR = new Validator();

/** The rules of OpenAPI itself. */
export async function checkOpenApi(documents: Documents): Promise<string[]> {
  const problems: string[] = [];
  for (const [file, document] of Object.entries(documents)) {
    if (!document.openapi?.startsWith("3.1.")) {
      problems.push(`${file}: openapi is ${document.openapi}`);
    }
    // A copy, since the validator leaves marks in what it is given.
    const { valid, errors } = await VALIDATOR.validate(structuredClone(document) as Record<string, unknown>);
    if (!valid) {
      problems.push(`${file}: ${JSON.stringify(errors)}`);
    }
  }
  return problems;
}

function* referencesOf(node: object): Generator<string> {
  for (const [key, value] of Object.entries(node)) {
    if (key === "$ref" && typeof value === "string") {
      yield value;
    } else if (typeof value === "object" && value) {
      yield* referencesOf(value);
    }
  }
}

/** Every `$ref` leads to a schema of its own document, and not in a circle of nothing but references. */
export function checkReferences(documents: Documents): string[] {
  return Object.entries(documents).flatMap(([file, document]) =>
    [...new Set(referencesOf(document))]
      .filter((ref) => !ref.startsWith("#/components/schemas/") || !resolve(document, lookUp(document, ref) as Schema))
      .map((ref) => `${file}: ${ref} leads nowhere`),
  );
}

/** Names are `project.version.resource.method` and of their document; none is given twice, not even as another's second. */
export function checkNames(documents: Documents): string[] {
  const owners = new Map<string, string>();
  return operationsOf(documents).flatMap(({ file, operation, where }) => {
    const { operationId = "", "x-lark-aliases": aliases = [], "x-lark-by-card": byCard = [] } = operation;
    const problems: string[] = [];
    if (!/^[a-z]\w*\.v\d+(\.[a-zA-Z]\w*){2}$/.test(operationId)) {
      problems.push(`${where}: is not project.version.resource.method`);
    }
    if (!operationId.startsWith(file.replace(/json$/, ""))) {
      problems.push(`${where}: does not belong into ${file}`);
    }
    for (const name of [operationId, ...aliases, byCard].flat()) {
      const owner = owners.get(name);
      if (owner) {
        problems.push(`${where}: ${name} is a name of ${owner}, too`);
      }
      owners.set(name, where);
    }
    return problems;
  });
}

/** The template of a path and the parameters tell of the same names. */
export function checkPaths(documents: Documents): string[] {
  const owners = new Map<string, string>();
  return operationsOf(documents).flatMap(({ path, method, operation, where }) => {
    const problems: string[] = [];
    const inTemplate = [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
    const parameters = operation.parameters ?? [];
    const declared = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
    problems.push(
      ...inTemplate.filter((name) => !/^\w+$/.test(name)).map((name) => `${where}: {${name}} is no identifier`),
      ...inTemplate.filter((name) => !declared.includes(name)).map((name) => `${where}: {${name}} is not declared`),
      ...declared.filter((name) => !inTemplate.includes(name)).map((name) => `${where}: ${name} is not in the path`),
    );
    const keys = parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
    for (const twice of [inTemplate, keys].flatMap((names) => names.filter((name, at) => names.indexOf(name) !== at))) {
      problems.push(`${where}: ${twice} comes twice`);
    }
    // The name of a placeholder makes no other address.
    const address = `${method} ${path.replace(/\{[^{}]*\}/g, "{}")}`;
    const owner = owners.get(address);
    if (owner) {
      problems.push(`${where}: has the address of ${owner}`);
    }
    owners.set(address, where);
    return problems;
  });
}

const TOKEN_KINDS = ["tenant", "user", "app"];

/** Every operation says which tokens it takes; without a source, tenant and user. */
export function checkTokens(documents: Documents): string[] {
  return operationsOf(documents).flatMap(({ operation, where }) => {
    const { "x-lark-tokens": tokens, "x-lark-tokens-unverified": isGuess } = operation;
    if (!Array.isArray(tokens)) {
      return [`${where}: no x-lark-tokens`];
    }
    const strange = tokens.filter((kind, at) => !TOKEN_KINDS.includes(kind) || tokens.indexOf(kind) !== at);
    return [
      ...strange.map((kind) => `${where}: x-lark-tokens has ${kind}`),
      ...(isGuess && tokens.join() !== "tenant,user" ? [`${where}: unverified tokens ${tokens.join()}`] : []),
    ];
  });
}

/**
 * Lists of which no source tells a cursor, though the official SDK iterates over them: they end after one page, unless
 * the platform answers a cursor all the same.
 */
const WITHOUT_CURSOR = [
  "approval.v4.instanceComment.list",
  "bitable.v1.appWorkflow.list",
  "mail.v1.userMailboxAlias.list",
];

/** A page can be asked for, its answer tells where the next begins, and its list is one. */
export function checkPages(documents: Documents): string[] {
  return operationsOf(documents).flatMap((found) => {
    const { document, operation, where } = found;
    const { "x-lark-items": items, "x-lark-next": next, "x-lark-page-in": pageIn } = operation;
    const data = dataOf(found)?.properties ?? {};
    const typeOf = (name: string) => resolve(document, data[name])?.type;
    const problems: string[] = [];
    if (items !== undefined && typeOf(items) !== "array") {
      problems.push(`${where}: x-lark-items ${items} is no array of the answer`);
    }
    if (!operation["x-lark-paginated"]) {
      return [items, next, pageIn].some((value) => value !== undefined)
        ? [...problems, `${where}: tells of pages, and is not paginated`]
        : problems;
    }
    const asked =
      pageIn === "body"
        ? Object.keys(bodyOf(found)?.properties ?? {})
        : (operation.parameters ?? []).filter((parameter) => parameter.in === "query").map(({ name }) => name);
    const answered = next ?? "page_token";
    const cursor = answered.replace("next_", "");
    const missing = [
      ...(asked.includes(cursor) ? [] : [`${where}: takes no ${cursor} in its ${pageIn ?? "query"}`]),
      // One operation of the platform answers with a number.
      ...(/^(string|integer)$/.test(typeOf(answered) ?? "") ? [] : [`${where}: answers no ${answered}`]),
    ];
    if (!WITHOUT_CURSOR.includes(operation.operationId ?? "")) {
      return [...problems, ...missing];
    }
    return missing.length ? problems : [...problems, `${where}: has a cursor now, take it off WITHOUT_CURSOR`];
  });
}
