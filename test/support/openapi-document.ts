// As much of an OpenAPI document as the checks look at. Nothing is taken for granted: a check says what is missing.

export interface Schema {
  $ref?: string;
  type?: string;
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: Schema;
  anyOf?: Schema[];
}

export type Content = Record<string, { schema?: Schema }>;

export interface Operation {
  operationId?: string;
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[];
  requestBody?: { content?: Content };
  responses?: Record<string, { description?: string; content?: Content }>;
  servers?: object[];
  deprecated?: boolean;
  "x-lark-aliases"?: string[];
  "x-lark-by-card"?: string;
  "x-lark-callback"?: boolean;
  "x-lark-envelope"?: boolean;
  "x-lark-event-version"?: string;
  "x-lark-helpdesk"?: boolean;
  "x-lark-items"?: string;
  "x-lark-next"?: string;
  "x-lark-page-in"?: string;
  "x-lark-paginated"?: boolean;
  "x-lark-tokens"?: string[];
  "x-lark-tokens-unverified"?: boolean;
}

export interface Document {
  openapi?: string;
  paths?: Record<string, Record<string, Operation>>;
  webhooks?: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema> };
}

/** By file name. */
export type Documents = Record<string, Document>;

/** An operation and where it stands. */
export interface Found {
  file: string;
  document: Document;
  /** The key of `paths`; of an event, its type. */
  path: string;
  method: string;
  operation: Operation;
  /** For messages. */
  where: string;
}

function found(documents: Documents, part: "paths" | "webhooks"): Found[] {
  return Object.entries(documents).flatMap(([file, document]) =>
    Object.entries(document[part] ?? {}).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => {
        const where = `${file} ${operation.operationId ?? `${method} ${path}`}`;
        return { file, document, path, method, operation, where };
      }),
    ),
  );
}

export const operationsOf = (documents: Documents): Found[] => found(documents, "paths");

export const eventsOf = (documents: Documents): Found[] => found(documents, "webhooks");

/** What a JSON pointer like `#/components/schemas/Name` leads to, in the same document. */
export function lookUp(document: Document, ref: string): unknown {
  const names = ref.split("/").map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  return names[0] === "#"
    ? names.slice(1).reduce((node: unknown, name) => (Object(node) as Record<string, unknown>)[name], document)
    : undefined;
}

/** A schema itself, not a reference to it. One that leads nowhere, or in a circle, is undefined. */
export function resolve(document: Document, schema: Schema | undefined): Schema | undefined {
  const passed = new Set<unknown>();
  let here = schema;
  while (here?.$ref !== undefined && !passed.has(here)) {
    passed.add(here);
    here = lookUp(document, here.$ref) as Schema | undefined;
  }
  return here?.$ref === undefined ? here : undefined;
}

const schemaOf = (document: Document, content: Content = {}) => resolve(document, Object.values(content)[0]?.schema);

/** The schema of what is sent. */
export const bodyOf = ({ document, operation }: Found): Schema | undefined =>
  schemaOf(document, operation.requestBody?.content);

/** The schema of `data`. */
export const dataOf = ({ document, operation }: Found): Schema | undefined =>
  schemaOf(document, operation.responses?.["200"]?.content);
