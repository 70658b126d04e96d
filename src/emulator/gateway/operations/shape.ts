/** What limits a text or a number, in JSON Schema's words. */
export interface Limits {
  enum?: unknown[];
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
}

/**
 * A schema as the generated modules hold it:
 *
 * - `"s"`, `"i"`, `"n"`, `"b"`, `"o"`, `"z"`: string, integer, number, boolean, any object, null; `"f"` a file, `""` anything;
 * - `[shape]`, `[shape, { minItems, maxItems }]`: an array;
 * - `{ "name!": shape, other: shape, "*": shape }`: an object; `!` marks what is required, `*` is every other name;
 * - `{ "": "s", enum: […], maxLength: 9 }`: a type with limits; `{ "": "anyOf", anyOf: […] }`;
 * - a number: the shape at this place of the domain's list.
 */
export type Shape =
  | string
  | number
  | readonly [item: Shape, limits?: { minItems?: number; maxItems?: number }]
  | ({ readonly "": string; readonly anyOf?: readonly Shape[] } & Limits)
  | { readonly [name: string]: Shape };

/** As much of JSON Schema as the shapes use. */
export interface Schema extends Limits {
  $ref?: string;
  $defs?: Record<string, Schema>;
  type?: "string" | "integer" | "number" | "boolean" | "object" | "array" | "null" | undefined;
  format?: "binary";
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  anyOf?: Schema[];
}

const TYPES: Readonly<Record<string, Schema["type"]>> = {
  s: "string",
  i: "integer",
  n: "number",
  b: "boolean",
  o: "object",
  z: "null",
};

const DEFINITIONS = "#/$defs/";

/** Writes a shape as JSON Schema, with the shared shapes it needs in `$defs`. */
export function toSchema(shape: Shape, shapes: readonly Shape[]): Schema {
  const $defs: Record<string, Schema> = {};

  function decode(one: Shape): Schema {
    if (typeof one === "number") {
      if (!Object.hasOwn($defs, one)) {
        // Entered before it is filled: it may hold itself.
        const definition: Schema = {};
        $defs[one] = definition;
        Object.assign(definition, decode(shapes[one] ?? ""));
      }
      return { $ref: `${DEFINITIONS}${one}` };
    }
    if (typeof one === "string") {
      if (one === "f") {
        return { format: "binary" };
      }
      return one === "" ? {} : { type: TYPES[one] };
    }
    if (isList(one)) {
      return { type: "array", items: decode(one[0]), ...one[1] };
    }
    if ("" in one) {
      const { "": letter, anyOf, ...limits } = one as { "": string; anyOf?: Shape[] } & Limits;
      return anyOf === undefined ? { type: TYPES[letter], ...limits } : { anyOf: anyOf.map(decode) };
    }
    return decodeObject(one as Record<string, Shape>, decode);
  }

  // The schema itself is never a reference, so that its fields can be read off.
  const schema = decode((typeof shape === "number" ? shapes[shape] : shape) ?? "");
  return Object.keys($defs).length > 0 ? { ...schema, $defs } : schema;
}

const isList = (shape: Shape): shape is readonly [Shape, { minItems?: number }?] => Array.isArray(shape);

function decodeObject(shape: Record<string, Shape>, decode: (part: Shape) => Schema): Schema {
  const schema: Schema = { type: "object", properties: {} };
  for (const [key, part] of Object.entries(shape)) {
    if (key === "*") {
      schema.additionalProperties = decode(part);
      continue;
    }
    const name = key.replace(/!$/, "");
    Object.assign(schema.properties ?? {}, { [name]: decode(part) });
    if (name !== key) {
      schema.required = [...(schema.required ?? []), name];
    }
  }
  return schema;
}

/** What a reference leads to; any other schema is itself. */
export function resolve(root: Schema, schema: Schema): Schema {
  return schema.$ref === undefined ? schema : (root.$defs?.[schema.$ref.slice(DEFINITIONS.length)] ?? {});
}
