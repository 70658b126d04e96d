import { parseJson } from "../../platform/json.ts";
import { badRequest, type FieldViolation, violation } from "../errors.ts";
import { type FormPart, readMultipart } from "../multipart.ts";
import type { Operation } from "./operation.ts";
import { resolve, type Schema } from "./shape.ts";

/** A request taken apart: texts of path, query and form already in the types that the document says. */
export interface Input {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** The body's fields; of a multipart form without its files. */
  readonly body: Readonly<Record<string, unknown>>;
  /** A JSON body as it came, with the `null`s that `body` lacks: in some places they empty a field. */
  readonly sent?: unknown;
  readonly files: ReadonlyMap<string, FormPart>;
}

/** What `readInput` found: the request, and the texts that are not of the type they should have. */
export interface ReadInput {
  input: Input;
  violations: FieldViolation[];
}

const NUMBERS: Readonly<Record<string, RegExp>> = { integer: /^-?\d+$/, number: /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/ };

/** A text as a value of a type; `undefined` when it is none. The official Python SDK writes `True` and `False`. */
function parseText(text: string, type: Schema["type"]): unknown {
  if (type === "boolean") {
    return /^(true|false)$/i.test(text) ? text.toLowerCase() === "true" : undefined;
  }
  const number = NUMBERS[type ?? ""];
  if (number !== undefined) {
    return number.test(text) ? Number(text) : undefined;
  }
  if (type !== "object") {
    return text;
  }
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** Reads named texts; an empty one counts as not sent, so that `page_token=` means the first page. */
function readTexts(schema: Schema, textsOf: (name: string) => string[], violations: FieldViolation[]) {
  const out: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const wanted = resolve(schema, property);
    const isList = wanted.type === "array";
    const { type } = isList ? resolve(schema, wanted.items ?? {}) : wanted;
    const texts = textsOf(name).filter((text) => text !== "");
    const values = texts.map((text) => parseText(text, type));
    const wrong = values.indexOf(undefined);
    if (wrong >= 0) {
      violations.push(violation(name, texts[wrong], `${name} is not a valid ${type}`));
    } else if (texts.length > 0) {
      out[name] = isList ? values : values[0];
    }
  }
  return out;
}

/** Leaves out what is `null`: the platform cannot tell it from a field that was not sent. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutNulls);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const entries = Object.entries(value).filter(([, part]) => part !== null && part !== undefined);
  return Object.fromEntries(entries.map(([name, part]) => [name, withoutNulls(part)]));
}

async function readJsonBody(request: Request): Promise<Pick<Input, "body" | "sent">> {
  const text = await request.text();
  if (text.trim() === "") {
    return { body: {} };
  }
  let sent: unknown;
  try {
    sent = parseJson(text);
  } catch {
    throw badRequest("Invalid JSON body.");
  }
  const value = withoutNulls(sent);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badRequest("The body is not an object.");
  }
  return { body: value as Record<string, unknown>, sent };
}

/** Reads a form: files are kept as parts, every other field is a text. */
async function readForm(request: Request, schema: Schema, violations: FieldViolation[]) {
  const parts = await readMultipart(request);
  if (parts === undefined) {
    throw badRequest("The body is not multipart/form-data.");
  }
  const isFile = (name: string) => resolve(schema, schema.properties?.[name] ?? {}).format === "binary";
  const files = new Map([...parts].filter(([name]) => isFile(name)));
  const decoder = new TextDecoder();
  const textsOf = (name: string) => {
    const part = files.has(name) ? undefined : parts.get(name);
    return part === undefined ? [] : [decoder.decode(part.bytes)];
  };
  return { body: readTexts(schema, textsOf, violations), files };
}

/** Takes a request apart by its document. */
export async function readInput(
  operation: Operation,
  request: Request,
  query: URLSearchParams,
  params: Readonly<Record<string, string>>,
): Promise<ReadInput> {
  const violations: FieldViolation[] = [];
  const path = readTexts(operation.path, (name) => [params[name] ?? ""], violations);
  const queryValues = readTexts(operation.query, (name) => query.getAll(name), violations);
  const read = { path, query: queryValues, body: {}, files: new Map<string, FormPart>() };
  const { body: schema, bodyType } = operation;
  if (schema === undefined) {
    return { input: read, violations };
  }
  if (bodyType === "multipart") {
    return { input: { ...read, ...(await readForm(request, schema, violations)) }, violations };
  }
  if (bodyType === "form" || /urlencoded/i.test(request.headers.get("content-type") ?? "")) {
    const fields = new URLSearchParams(await request.text());
    return { input: { ...read, body: readTexts(schema, (name) => fields.getAll(name), violations) }, violations };
  }
  return { input: { ...read, ...(await readJsonBody(request)) }, violations };
}
