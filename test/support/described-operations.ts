import { readdirSync, readFileSync } from "node:fs";
import { type Document, type Found, operationsOf, resolve, type Schema } from "./openapi-document.ts";

const FOLDER = new URL("../../openapi/", import.meta.url);

/** What the requests are made from: more of a schema than the checks of the documents look at. */
export interface RequestSchema extends Schema {
  enum?: unknown[];
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, RequestSchema>;
  items?: RequestSchema;
}

/** One operation as its document says it, read without anything of the generator or the emulator. */
export interface Described extends Found {
  id: string;
  tokens: string[];
  query: { name: string; required: boolean; schema: RequestSchema }[];
  pathNames: { name: string; schema: RequestSchema }[];
  bodyType: string | undefined;
  body: RequestSchema | undefined;
  isFile: boolean;
  isFlat: boolean;
  answer: Schema | undefined;
}

function toDescribed(found: Found): Described {
  const { operation, document } = found;
  const parameters = operation.parameters ?? [];
  const inPlace = (place: string) =>
    parameters
      .filter((parameter) => parameter.in === place)
      .map(({ name, required = false, schema = {} }) => ({ name, required, schema: resolve(document, schema) ?? {} }));
  const [bodyType, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const [answerType, answer] = Object.entries(operation.responses?.["200"]?.content ?? {})[0] ?? [];
  return {
    ...found,
    id: operation.operationId ?? "",
    tokens: operation["x-lark-tokens"] ?? [],
    query: inPlace("query"),
    pathNames: inPlace("path"),
    bodyType,
    body: resolve(document, body?.schema),
    isFile: answerType === "application/octet-stream",
    isFlat: operation["x-lark-envelope"] === false,
    answer: answer?.schema,
  };
}

/** The operations of `openapi/`: all, or those of some projects, like `im`. */
export function readDescribed(projects?: readonly string[]): Described[] {
  const files = readdirSync(FOLDER).filter((file) => {
    const project = /^(\w+)\.v\d+\.json$/.exec(file)?.[1];
    return project !== undefined && (projects?.includes(project) ?? true);
  });
  const documents = files.map((file): [string, Document] => [
    file,
    JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")),
  ]);
  return operationsOf(Object.fromEntries(documents)).map(toDescribed);
}
