import { isObject } from "../../platform/json.ts";
import type { Input } from "./input.ts";
import type { Schema } from "./shape.ts";

/** What of the request an answer may repeat, nearest first: an item of a sent list, then what stands around it. */
export type Scope = readonly Readonly<Record<string, unknown>>[];

/** Names that say something of the page or of the answer itself, never of the thing. */
const NEVER = /^(page_token|page_size|has_more|code|msg|message|error|total|count|next_page_token|sync_token)$/;

/** Names that many objects have: they are repeated for the requested object, and not for those inside it. */
const COMMON =
  /^(id|name|title|type|status|key|value|content|text|description|i18n_\w+|start_time|end_time|url|token)$/;

export const scopeOf = ({ path, query, body }: Input): Scope => [body, path, query];

/** The scope inside an object of the answer: the object of the same name in the request comes first. */
export function enter(scope: Scope, name: string): Scope {
  const sent = lookUp(scope, name);
  return isObject(sent) ? [sent, ...scope] : scope;
}

/** What the request has under a name. */
export function lookUp(scope: Scope, name: string): unknown {
  return scope.find((fields) => Object.hasOwn(fields, name))?.[name];
}

/** Whether a value is of a plain type that the schema allows. */
function fits(value: unknown, schema: Schema): boolean {
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    return false;
  }
  switch (schema.type) {
    case "integer":
      return Number.isInteger(value);
    case "string":
    case "number":
    case "boolean":
      return typeof value === schema.type;
    default:
      return false;
  }
}

/** Whether a schema is the one of several that a sent value was meant for. */
export const suits = (value: unknown, schema: Schema): boolean =>
  fits(value, schema) ||
  (schema.type === "array" && Array.isArray(value)) ||
  (schema.type === "object" && isObject(value));

/**
 * The value that the request sent under the same name, when it can stand in the answer.
 *
 * @param depth - How many objects lie around the field: 1 for the fields of `data`, 2 for those of `data.user`.
 */
export function repeat(scope: Scope, name: string, schema: Schema, depth: number): unknown {
  if (NEVER.test(name) || (depth > 2 && COMMON.test(name))) {
    return undefined;
  }
  const value = lookUp(scope, name);
  return fits(value, schema) ? value : undefined;
}

/** The items of a sent list of plain values, when all of them can stand in the answer. */
export function repeatItems(scope: Scope, name: string, items: Schema): unknown[] | undefined {
  const sent = lookUp(scope, name);
  return Array.isArray(sent) && sent.every((value) => fits(value, items)) ? sent : undefined;
}
