import type { Described, RequestSchema } from "../../support/described-operations.ts";
import { type Document, resolve } from "../../support/openapi-document.ts";
import { type Draft, makeDraft } from "./requests.ts";

/** A request with one thing wrong, and what has to be said of it. */
export interface Spoilt {
  kind: string;
  draft: Draft;
  code: number;
  field: string;
  description: string;
}

type Spoil = (
  name: string,
  schema: RequestSchema,
  isRequired: boolean,
) => [value: unknown, description: string] | undefined;

const isText = ({ type, enum: choices }: RequestSchema) => type === "string" && !choices;

/** Each kind of mistake: a wrong value for a field, and the platform's words; `undefined` where it cannot be made. */
const KINDS: Record<string, Spoil> = {
  missing: (name, _, isRequired) => (isRequired ? [undefined, `${name} is required`] : undefined),
  enum: (name, { enum: choices, type }) =>
    choices && [type === "string" ? "no such value" : 987_654, `${name} is optional, options: [${choices}]`],
  long: (_, schema) =>
    isText(schema) && schema.maxLength !== undefined && schema.maxLength < 100_000
      ? ["x".repeat(schema.maxLength + 1), `the max len is ${schema.maxLength}`]
      : undefined,
  short: (_, schema) =>
    isText(schema) && schema.minLength !== undefined && schema.minLength > 1
      ? ["x".repeat(schema.minLength - 1), `the min len is ${schema.minLength}`]
      : undefined,
  large: (_, { maximum, enum: choices }) =>
    maximum !== undefined && !choices ? [maximum + 1, `the max value is ${maximum}`] : undefined,
  small: (_, { minimum, enum: choices }) =>
    minimum !== undefined && !choices ? [minimum - 1, `the min value is ${minimum}`] : undefined,
};

/** Kinds that need the list itself, and only make sense in a body: a query knows no empty list. */
function spoilList(document: Document, schema: RequestSchema, value: unknown): [unknown, string][] {
  const [item] = Array.isArray(value) ? value : [];
  const { minItems = 0, maxItems } = schema;
  const isShort = resolve(document, schema.items ?? {})?.type !== undefined && minItems > 0;
  return [
    ...(maxItems !== undefined && maxItems < 2000 && item !== undefined
      ? [[Array(maxItems + 1).fill(item), `the max len is ${maxItems}`] as [unknown, string]]
      : []),
    ...(isShort ? [[Array(minItems - 1).fill(item), `the min len is ${minItems}`] as [unknown, string]] : []),
  ];
}

/** A value of a type that the field does not have. */
const wrongType = ({ type }: RequestSchema): unknown => (type === "string" ? { not: "a text" } : "not of this type");

/** For each kind of mistake the first field of the query and of the body in which it can be made. */
export function spoil(described: Described): Spoilt[] {
  const { query, body, document, bodyType } = described;
  const out = new Map<string, Spoilt>();
  const add = (kind: string, place: "query" | "body", name: string, value: unknown, description: string) => {
    const key = `${place} ${kind}`;
    if (out.has(key)) {
      return;
    }
    const draft = makeDraft(described);
    const fields = { ...draft[place], [name]: value };
    if (value === undefined) {
      delete fields[name];
    }
    const code = kind === "type" && place === "body" ? 9499 : 99992402;
    out.set(key, { kind: key, draft: { ...draft, [place]: fields }, code, field: name, description });
  };
  const each = (place: "query" | "body", name: string, schema: RequestSchema, isRequired: boolean) => {
    for (const [kind, make] of Object.entries(KINDS)) {
      const made = make(name, schema, isRequired);
      if (made) {
        add(kind, place, name, ...made);
      }
    }
  };
  for (const { name, schema, required } of query) {
    each("query", name, schema, required);
    if (/^(integer|number|boolean)$/.test(schema.type ?? "")) {
      add("type", "query", name, "not of this type", `${name} is not a valid ${schema.type}`);
    }
  }
  const draft = makeDraft(described).body;
  for (const [name, part] of Object.entries(body?.properties ?? {})) {
    const schema = (resolve(document, part) ?? {}) as RequestSchema;
    each("body", name, schema, body?.required?.includes(name) ?? false);
    if (bodyType !== "application/json") {
      continue;
    }
    if (schema.type !== undefined) {
      add("type", "body", name, wrongType(schema), "");
    }
    if (schema.type === "array") {
      for (const [value, description] of spoilList(document, schema, draft?.[name])) {
        add(description.slice(0, 7), "body", name, value, description);
      }
    }
  }
  return [...out.values()];
}
