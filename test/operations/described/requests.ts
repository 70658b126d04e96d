import type { Described, RequestSchema } from "../../support/described-operations.ts";
import { resolve } from "../../support/openapi-document.ts";

/** A request that a test may spoil before it is sent. */
export interface Draft {
  path: Record<string, string>;
  query: Record<string, unknown>;
  body: Record<string, unknown> | undefined;
}

const FILE = Symbol("file");

function makeValue(described: Described, given: RequestSchema, refs: readonly string[] = []): unknown {
  const schema = (resolve(described.document, given) ?? {}) as RequestSchema;
  const inside = given.$ref ? [...refs, given.$ref] : refs;
  if (given.$ref && refs.includes(given.$ref)) {
    return undefined;
  }
  const { minLength = 0, maxLength = 9, minimum = 0, minItems = 1, maxItems = 1, maximum = minimum } = schema;
  if (schema.enum) {
    return schema.enum.at(-1);
  }
  if (schema.anyOf) {
    return makeValue(described, schema.anyOf.at(-1) ?? {}, inside);
  }
  if (schema.format === "binary") {
    return FILE;
  }
  switch (schema.type) {
    case "string":
      return "x".repeat(Math.max(minLength, Math.min(5, maxLength)));
    case "integer":
      return Math.min(Math.max(minimum, 1), Math.max(maximum, minimum));
    case "number":
      return Math.min(Math.max(minimum, 0.5), Math.max(maximum, minimum));
    case "boolean":
      return true;
    case "array": {
      const item = makeValue(described, schema.items ?? {}, inside);
      const length = Math.max(minItems, Math.min(1, maxItems));
      return item === undefined ? [] : Array(length).fill(item);
    }
    case "object": {
      const names = Object.entries(schema.properties ?? {});
      const entries = names.map(([name, part]) => [name, makeValue(described, part, inside)]);
      return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
    }
    default:
      return "anything";
  }
}

/** Where nothing limits it, a value that has to be encoded. */
function makePathValue(name: string, { type, minLength, maxLength }: RequestSchema): string {
  if (type === "integer") {
    return "7";
  }
  return minLength || maxLength ? "x".repeat(minLength || 1) : `x${name}/é`;
}

/** A request that uses everything the document says of the operation. */
export function makeDraft(described: Described): Draft {
  const { query, pathNames, body } = described;
  return {
    path: Object.fromEntries(pathNames.map(({ name, schema }) => [name, makePathValue(name, schema)])),
    query: Object.fromEntries(query.map(({ name, schema }) => [name, makeValue(described, schema)])),
    body: body && (makeValue(described, body) as Record<string, unknown>),
  };
}

function toForm(fields: Record<string, unknown>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value === FILE) {
      form.set(name, new Blob(["bytes"]), "a.bin");
    } else if (Array.isArray(value)) {
      for (const item of value) {
        form.append(name, String(item));
      }
    } else {
      form.set(name, typeof value === "object" ? JSON.stringify(value) : String(value));
    }
  }
  return form;
}

/** GET with a body, which `Request` refuses to hold: the emulator gets one from servers that can. */
function withBody(request: Request, body: string): Request {
  return new Proxy(request, {
    get: (target, key) => {
      if (key === "text") {
        return async () => body;
      }
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** The request as it goes over the wire. */
export function toRequest(described: Described, draft: Draft, token?: string): Request {
  const path = described.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(draft.path[name] ?? ""));
  const url = new URL(path, "https://open.feishu.cn");
  for (const [name, value] of Object.entries(draft.query)) {
    for (const item of [value].flat()) {
      url.searchParams.append(name, String(item));
    }
  }
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const init = { method: described.method.toUpperCase(), headers };
  const { body } = draft;
  if (body === undefined) {
    return new Request(url, init);
  }
  if (described.bodyType === "multipart/form-data") {
    return new Request(url, { ...init, body: toForm(body) });
  }
  if (described.bodyType === "application/x-www-form-urlencoded") {
    const fields = Object.entries(body).map(([name, value]) => [name, String(value)]);
    return new Request(url, { ...init, body: new URLSearchParams(fields) });
  }
  const text = JSON.stringify(body);
  headers["content-type"] = "application/json";
  return init.method === "GET" ? withBody(new Request(url, init), text) : new Request(url, { ...init, body: text });
}
