// The words that the documents are written in. The generator of the SDK knows these and no others: a word that is missing
// here would be ignored without a sound.
import type { Documents } from "../../support/openapi-document.ts";

/** Whether a value is what its key wants. */
type Shape = (value: unknown) => boolean;

const anything: Shape = () => true;
const text: Shape = (value) => typeof value === "string";
const name: Shape = (value) => typeof value === "string" && value !== "";
const count: Shape = (value) => Number.isInteger(value) && (value as number) >= 0;
const number: Shape = (value) => Number.isFinite(value);
const object: Shape = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const single: Shape = (value) => object(value) && Object.keys(value as object).length === 1;
const list =
  (item: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(item) && new Set(value).size === value.length;
const filled =
  (item: Shape): Shape =>
  (value) =>
    list(item)(value) && (value as unknown[]).length > 0;
const oneOf =
  (...values: unknown[]): Shape =>
  (value) =>
    values.includes(value);
const objectOf =
  (item: Shape): Shape =>
  (value) =>
    object(value) && Object.values(value as object).every(item);

/** The keys of ours that stand on operations and on events, as `openapi/README.md` tells them. */
const LARK: Record<string, Shape> = {
  "x-lark-app-types": filled(oneOf("custom", "isv")),
  "x-lark-deprecated": oneOf(true),
  "x-lark-scopes": filled(name),
};

export const LARK_OPERATION: Record<string, Shape> = {
  ...LARK,
  "x-lark-aliases": filled(name),
  "x-lark-by-card": name,
  "x-lark-envelope": oneOf(false),
  "x-lark-error-codes": objectOf(filled(Number.isInteger)),
  "x-lark-helpdesk": oneOf(true),
  "x-lark-items": name,
  "x-lark-next": oneOf("next_page_token", "next_cursor_id"),
  "x-lark-page-in": oneOf("body"),
  "x-lark-paginated": oneOf(true),
  "x-lark-rate-limit": (value) => /^(\d+\/min|(\d+\/min,)?\d+\/s|special)$/.test(String(value)),
  "x-lark-tokens": list(oneOf("tenant", "user", "app")),
  "x-lark-tokens-unverified": oneOf(true),
};

export const LARK_EVENT: Record<string, Shape> = {
  ...LARK,
  "x-lark-callback": oneOf(true),
  "x-lark-event-version": oneOf("1.0", "2.0"),
};

const OPERATION: Record<string, Shape> = {
  deprecated: oneOf(true),
  externalDocs: object,
  requestBody: object,
  responses: object,
};

const METHODS = ["get", "put", "post", "delete", "patch"];
const REQUEST_TYPES = ["application/json", "multipart/form-data", "application/x-www-form-urlencoded"];
const RESPONSE_TYPES = ["application/json", "application/octet-stream"];

const each = <T>(keys: string[], value: T): Record<string, T> => Object.fromEntries(keys.map((key) => [key, value]));

/** The keys of each kind of object. What else is said of their values, `openapi-schema-validator` checks. */
const VOCABULARY: Record<string, Record<string, Shape>> = {
  document: { openapi: text, info: object, servers: list(object), paths: object, webhooks: object, components: object },
  info: { title: name, version: name },
  server: { url: name },
  externalDocs: { url: name },
  components: { schemas: object },
  path: each(METHODS, object),
  operation: { ...OPERATION, ...LARK_OPERATION, operationId: name, parameters: list(object), servers: list(object) },
  webhook: { post: object },
  event: { ...OPERATION, ...LARK_EVENT },
  parameter: { name, in: oneOf("path", "query", "header"), required: oneOf(true), schema: object },
  requestBody: { required: oneOf(true), content: single },
  responses: { 200: object },
  response: { description: text, content: single },
  requestContent: each(REQUEST_TYPES, object),
  responseContent: each(RESPONSE_TYPES, object),
  mediaType: { schema: object },
  reference: { $ref: name },
  schema: {
    additionalProperties: object,
    anyOf: filled(object),
    default: anything,
    enum: filled(anything),
    format: oneOf("binary"),
    items: object,
    maxItems: count,
    maxLength: count,
    maximum: number,
    minItems: count,
    minLength: count,
    minimum: number,
    properties: objectOf(object),
    required: filled(name),
    type: oneOf("string", "integer", "number", "boolean", "array", "object", "null"),
  },
};

/** What each kind of object holds: under a key one object, or many in a list or by name. */
const CHILDREN: Record<string, Record<string, { one?: string; many?: string }>> = {
  document: {
    info: { one: "info" },
    servers: { many: "server" },
    paths: { many: "path" },
    webhooks: { many: "webhook" },
    components: { one: "components" },
  },
  components: { schemas: { many: "schema" } },
  path: each(METHODS, { one: "operation" }),
  operation: {
    externalDocs: { one: "externalDocs" },
    servers: { many: "server" },
    parameters: { many: "parameter" },
    requestBody: { one: "requestBody" },
    responses: { one: "responses" },
  },
  webhook: { post: { one: "event" } },
  event: {
    externalDocs: { one: "externalDocs" },
    requestBody: { one: "requestBody" },
    responses: { one: "responses" },
  },
  parameter: { schema: { one: "schema" } },
  requestBody: { content: { one: "requestContent" } },
  requestContent: each(REQUEST_TYPES, { one: "mediaType" }),
  responseContent: each(RESPONSE_TYPES, { one: "mediaType" }),
  responses: { 200: { one: "response" } },
  response: { content: { one: "responseContent" } },
  mediaType: { schema: { one: "schema" } },
  schema: {
    additionalProperties: { one: "schema" },
    anyOf: { many: "schema" },
    items: { one: "schema" },
    properties: { many: "schema" },
  },
};
function* unknownWords(node: object, expected: string, where: string): Generator<string> {
  // A reference says nothing else: what stood beside it would be lost.
  const kind = expected === "schema" && "$ref" in node ? "reference" : expected;
  const words = VOCABULARY[kind] ?? {};
  for (const [key, value] of Object.entries(node)) {
    const fits = Object.hasOwn(words, key) ? words[key] : undefined;
    if (!fits) {
      yield `${where}: ${kind} has ${key}, which nobody reads`;
    } else if (!fits(value)) {
      yield `${where}: ${kind} has ${key} ${JSON.stringify(value)}`;
    } else {
      const { one, many } = CHILDREN[kind]?.[key] ?? {};
      if (one) {
        yield* unknownWords(value, one, `${where}/${key}`);
      }
      for (const [index, child] of Object.entries(many ? value : {})) {
        yield* unknownWords(Object(child), many as string, `${where}/${key}/${index}`);
      }
    }
  }
}

/** Only words of the vocabulary, each with a value that means something. */
export const checkVocabulary = (documents: Documents): string[] =>
  Object.entries(documents).flatMap(([file, document]) => [...unknownWords(document, "document", file)]);

/** Every `x-lark-…` that a text tells of, and the vocabulary lacks, or the other way round. */
export function checkReadme(readme: string): string[] {
  const told = new Set(readme.match(/x-lark-[a-z]+(-[a-z]+)*/g));
  const known = new Set(Object.keys({ ...LARK_OPERATION, ...LARK_EVENT }));
  return [
    ...[...told].filter((key) => !known.has(key)).map((key) => `${key} is told of, and not in the vocabulary`),
    ...[...known].filter((key) => !told.has(key)).map((key) => `${key} is in the vocabulary, and not told of`),
  ];
}
