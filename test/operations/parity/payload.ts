import type { Operation, Parameter, Schema } from "./operations.ts";

/** The bytes of a file, which each client wants in a type of its own. */
export class Upload {
  readonly bytes: Uint8Array<ArrayBuffer>;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.bytes = bytes;
  }
}

/** What both clients are given. */
export interface Payload {
  path?: Record<string, string | number> | undefined;
  params?: Record<string, unknown> | undefined;
  headers?: Record<string, string> | undefined;
  data?: Record<string, unknown> | undefined;
}

const PATH_TEXT = "Sheet 1!A1:B2@café.会议🙂/..\\%2F?#(~*'$&+,;=)";
// Both clients encode a query: it may hold anything. The empty text and those that look like nothing must not be dropped.
const QUERY_TEXTS = ["", "a b&c=d+e", "100%/?#[]", "会议🙂", "0", "false"];
const BODY_TEXTS = ["", 'a "b"\\\n', "100%", "会议🙂", "0", "null"];
const INTEGERS = [0, -1, Number.MAX_SAFE_INTEGER];
const BOOLEANS = [false, true];
// A file is read as bytes: these are no text in any encoding.
const FILE = new Uint8Array([0, 13, 10, 255, 254, 128, 45, 45]);
// Below this depth an array has one item: enough to tell shapes apart, and 1,700 payloads stay small.
const WIDE_DEPTH = 2;

/** Takes the values of a list in turn, so that each kind of value stands in each kind of place. */
function rotation(): <T>(values: readonly T[]) => T {
  let turn = 0;
  return (values) => values[turn++ % values.length] as (typeof values)[number];
}

/** Makes the value that a schema describes, with every property that it names. */
function valueMaker(texts: readonly string[], resolve: Operation["resolve"]): (schema: Schema) => unknown {
  const next = rotation();
  const make = (schema: Schema, depth: number, refs: readonly string[]): unknown => {
    const { $ref, type, format, enum: choices, items, properties = {}, additionalProperties, anyOf } = schema;
    if ($ref) {
      // A type that holds itself ends at its second appearance.
      return refs.includes($ref) ? undefined : make(resolve($ref), depth, [...refs, $ref]);
    }
    if (choices) {
      return choices[0];
    }
    if (anyOf) {
      return make(next(anyOf), depth, refs);
    }
    switch (type) {
      case "string":
        return format === "binary" ? new Upload(FILE) : next(texts);
      case "integer":
        return next(INTEGERS);
      case "number":
        return next([0.5, 0, -1]);
      case "boolean":
        return next(BOOLEANS);
      case "array": {
        const item = () => make(items ?? {}, depth + 1, refs);
        return (depth < WIDE_DEPTH ? [item(), item()] : [item()]).filter((value) => value !== undefined);
      }
      case "object": {
        const entries = Object.entries(properties).map(([name, property]) => [name, make(property, depth + 1, refs)]);
        if (additionalProperties) {
          const more = additionalProperties === true ? {} : additionalProperties;
          entries.push(["any name!", make(more, depth + 1, refs)]);
        }
        return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
      }
      default:
        return { any: [null, "value"] };
    }
  };
  return (schema) => make(schema, 0, []);
}

/** Makes a payload that uses all that a document says of an operation; the same one every time. */
export function payloadFor({ parameters, body, resolve }: Operation): Payload {
  const queryValue = valueMaker(QUERY_TEXTS, resolve);
  const makeValue = ({ name, in: place, schema }: Parameter): unknown => {
    switch (place) {
      case "path":
        // With its name in it, so that two that change places are seen.
        return schema.type === "integer" ? name.length : `${name} ${PATH_TEXT}`;
      case "query":
        return queryValue(schema);
      case "header":
        return `value of ${name}`;
    }
  };
  const valuesIn = <T>(place: Parameter["in"]): Record<string, T> | undefined => {
    const entries = parameters.filter((parameter) => parameter.in === place).map((it) => [it.name, makeValue(it)]);
    return entries.length > 0 ? Object.fromEntries(entries) : undefined;
  };
  return {
    path: valuesIn("path"),
    params: valuesIn("query"),
    headers: valuesIn("header"),
    data: body && (valueMaker(BODY_TEXTS, resolve)(body) as Record<string, unknown>),
  };
}

/** The same values, each file in the type that a client wants. */
export function withFiles(data: Payload["data"], toFile: (upload: Upload) => unknown): Payload["data"] {
  const convert = (value: unknown) => (value instanceof Upload ? toFile(value) : value);
  return data && Object.fromEntries(Object.entries(data).map(([name, value]) => [name, convert(value)]));
}
