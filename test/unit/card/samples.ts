// A component of each kind, with every property that openapi/card.json describes, made from the data.
import { readFileSync } from "node:fs";

interface Schema {
  $ref?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  propertyNames?: Schema;
  description?: string;
  externalDocs?: { url: string };
  minimum?: number;
  "x-card-values"?: string[];
  "x-card-known"?: string[] | Record<string, unknown>;
  "x-card-lengths"?: [number, number];
  "x-card-schemas"?: string[];
  "x-card-main"?: string[];
  "x-card-children"?: string;
  "x-card-legacy"?: boolean;
  "x-card-unsupported"?: boolean;
  "x-card-link"?: boolean;
  "x-card-within"?: string;
}

export const DATA = JSON.parse(readFileSync(new URL("../../../openapi/card.json", import.meta.url), "utf8")) as {
  components: { schemas: Record<string, Schema> };
};

const schemas = DATA.components.schemas;

/** Lists of components stand for themselves: a line is enough. */
const CHILD: Record<string, unknown> = { column: { tag: "column", elements: [] } };

/** What only makes sense with another. */
const FIXED: Record<string, unknown> = {
  "table.columns": [{ name: "a", data_type: "text" }],
  "table.rows": [{ a: "1" }],
  "chart.chart_spec": { type: "bar", data: { values: [] } },
  "form.elements": [{ tag: "button", name: "send", form_action_type: "submit" }],
  "select_img.multi_select": false,
};

let ids = 0;

function sampleOf(schema: Schema): unknown {
  if (schema.$ref) {
    const name = schema.$ref.split("/").pop() as string;
    return name in CHILD ? CHILD[name] : name === "ElementId" ? `id_${ids++}` : sampleOf(schemas[name] as Schema);
  }
  if (schema.const !== undefined) {
    return schema.const;
  }
  const [first] = schema.enum ?? schema["x-card-values"] ?? [];
  if (first !== undefined) {
    return typeof first === "string" && first.startsWith("[") ? shapeOf(first) : first;
  }
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice) {
    return sampleOf(choice[0] as Schema);
  }
  switch (schema.type) {
    case "string":
      return stringOf(schema);
    case "integer":
    case "number":
      return schema.minimum ?? 1;
    case "boolean":
      return true;
    case "array":
      return [/Element$/.test(schema.items?.$ref ?? "") ? { tag: "hr" } : sampleOf(schema.items as Schema)];
    default:
      return objectOf(schema);
  }
}

/** `[16,600]px` as `16px`. */
const shapeOf = (text: string) => text.replace(/\[(\d+),[^\])]*[\])]/g, "$1");

function stringOf(schema: Schema): string {
  const known = schema["x-card-known"];
  if (known) {
    return (Array.isArray(known) ? known[0] : Object.keys(known)[0]) as string;
  }
  return schema["x-card-lengths"] ? "4px 0" : schema["x-card-link"] ? "https://example.com" : "text";
}

function objectOf({ properties, propertyNames, additionalProperties }: Schema): object {
  if (properties) {
    const entries = Object.entries(properties).filter(
      ([, part]) => !part["x-card-legacy"] && !part["x-card-unsupported"],
    );
    return Object.fromEntries(entries.map(([key, part]) => [key, key === "name" ? `name_${ids++}` : sampleOf(part)]));
  }
  return propertyNames ? { de_de: sampleOf(additionalProperties as Schema) } : { a: "b" };
}

/** A component with all its properties. */
export function componentOf(tag: string): Record<string, unknown> {
  const made = objectOf(schemas[tag] as Schema) as Record<string, unknown>;
  for (const key of Object.keys(made)) {
    if (`${tag}.${key}` in FIXED) {
      made[key] = FIXED[`${tag}.${key}`];
    }
  }
  return made;
}

/** A card with such a component where it may stand. */
export function cardOf(tag: string): object {
  const component = componentOf(tag);
  const isRoot = tag === "form" || tag === "table";
  const submit = { tag: "button", name: "send_it", form_action_type: "submit" };
  const inner = tag === "column" ? { tag: "column_set", columns: [component] } : component;
  const elements = isRoot ? [inner] : [{ tag: "form", name: "sample", elements: [inner, submit] }];
  const config = tag === "audio" ? { enable_forward: false } : {};
  return { schema: "2.0", config, body: { elements } };
}
