import { readdirSync, readFileSync } from "node:fs";

/** As much of JSON Schema as the documents use for what is sent. */
export interface Schema {
  $ref?: string;
  type?: "string" | "integer" | "number" | "boolean" | "array" | "object";
  format?: string;
  enum?: unknown[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  anyOf?: Schema[];
}

/** A named value of the path, the query or the headers. */
export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  schema: Schema;
}

/** What an OpenAPI document says of an operation's request. */
export interface Operation {
  parameters: Parameter[];
  /** Absent: the operation takes no body. */
  body?: Schema | undefined;
  /** Whether the answer is a file. */
  binary: boolean;
  /** Whether it needs the credential of a helpdesk. */
  helpdesk: boolean;
  /** Finds what a `$ref` in its schemas means. */
  resolve(ref: string): Schema;
}

interface Described {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, unknown> }>;
  "x-lark-aliases"?: string[];
  "x-lark-by-card"?: string;
  "x-lark-helpdesk"?: boolean;
}

interface Document {
  paths?: Record<string, Record<string, Described>>;
  components?: { schemas?: Record<string, Schema> };
}

const FOLDER = new URL("../../../openapi/", import.meta.url);
const VERSIONED_DOCUMENT = /\.v\d+\.json$/;

/** The body under the name that takes a card's template in the place of a message's type and content. */
function templateBody({ properties = {} }: Schema): Schema {
  const { msg_type, content, ...rest } = properties;
  const variables: Schema = { type: "object", additionalProperties: { type: "string" } };
  return { type: "object", properties: { ...rest, template_id: { type: "string" }, template_variable: variables } };
}

/** Every described operation, under its name and its other names. */
export function readOperations(): Map<string, Operation> {
  const operations = new Map<string, Operation>();
  for (const file of readdirSync(FOLDER).filter((name) => VERSIONED_DOCUMENT.test(name))) {
    const document = JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")) as Document;
    const resolve = (ref: string): Schema => {
      const schema = document.components?.schemas?.[ref.replace("#/components/schemas/", "")];
      if (!schema) {
        throw new Error(`${file} has no ${ref}`);
      }
      return schema;
    };
    for (const described of Object.values(document.paths ?? {}).flatMap((item) => Object.values(item))) {
      const operation: Operation = {
        parameters: described.parameters ?? [],
        body: Object.values(described.requestBody?.content ?? {})[0]?.schema,
        binary: "application/octet-stream" in (described.responses["200"]?.content ?? {}),
        helpdesk: described["x-lark-helpdesk"] ?? false,
        resolve,
      };
      for (const name of [described.operationId, ...(described["x-lark-aliases"] ?? [])]) {
        operations.set(name, operation);
      }
      const byCard = described["x-lark-by-card"];
      if (byCard && operation.body) {
        operations.set(byCard, { ...operation, body: templateBody(operation.body) });
      }
    }
  }
  return operations;
}
