// Writes the types of cards: each component as it goes over the wire, and the properties that its builder takes.
import { toKey, toPascal } from "../names.mjs";
import { block, declaration, hover } from "../text.mjs";
import { elementsOf, isTextObject, linesOf, refOf, resolved } from "./read.mjs";

/** Schemas that are written as a type of this name; others stand where they are used. */
const NAMED = {
  Spacing: "Spacing",
  CardStyle: "CardStyle",
  Color: "Color",
  Background: "Background",
  TextSize: "TextSize",
  Language: "Language",
  Translations: "Translations",
  PlainText: "PlainText",
  Text: "Text",
  IconToken: "IconToken",
  Icon: "Icon",
  SizedIcon: "SizedIcon",
  Confirm: "Confirm",
  Links: "Links",
  OpenUrl: "OpenUrl",
  Callback: "Callback",
  Behavior: "Behavior",
  TextTag: "TextTag",
  ByClient: "ByClient",
  Emoji: "Emoji",
};

/** A value as code. */
const quoted = (value) => JSON.stringify(value);

/** `[16,600]px` as a template, a keyword as a literal. */
const valueType = (value) =>
  value.startsWith("[") ? `\`${value.replace(/\[[^\])]*[\])]/g, `\${number}`)}\`` : quoted(value);

const known = (values) => (Array.isArray(values) ? values : Object.keys(values));

/** A string: one of a list, one of some shapes, one of an open list, or any. */
function stringType(schema) {
  const { enum: values, "x-card-values": shapes, "x-card-known": open } = schema;
  if (open) {
    return [...known(open).map(quoted), "(string & {})"].join(" | ");
  }
  return (values?.map(quoted) ?? shapes?.map(valueType))?.join(" | ") ?? "string";
}

/** The type of the entries of a list of components. */
function componentType(data, group, mode) {
  const name = data.schemas[group]["x-card-schemas"] ? toPascal(group) : group;
  return mode === "v1" ? (name === group ? "ElementV1" : `${name}V1`) : name;
}

/** Whether a schema is of JSON 1.0 alone. Each is a type of its name. */
export const isOld = (name) => /V1$/.test(name);

/**
 * Writes a schema as a type.
 *
 * @param mode - `wire`; `input` for what builders take: a string where the wire wants a text object; `v1` for JSON 1.0.
 * @param item - The name of a list's entries, if they have one.
 */
export function typeOf(data, schema, mode, item) {
  const name = refOf(schema);
  if (mode === "v1" && (isOld(name) || (name && isTextObject(data, schema)))) {
    return isOld(name) ? name : "TextV1";
  }
  if (mode === "input" && isTextObject(data, schema)) {
    return `string | ${name ?? objectType(data, schema, "wire")}`;
  }
  if (name in NAMED) {
    return withValues(mode === "input" && hasText(data, schema) ? `${NAMED[name]}Input` : NAMED[name], schema);
  }
  if (name) {
    return data.schemas[name]["x-card-schemas"]
      ? componentType(data, name, mode)
      : withValues(typeOf(data, data.schemas[name], mode), schema);
  }
  return plainType(data, schema, mode, item);
}

/** A reference to a list of values, with some more beside. */
const withValues = (type, { "x-card-values": more }) => [type, ...(more ?? []).map(valueType)].join(" | ");

function plainType(data, schema, mode, item) {
  if (schema.const !== undefined) {
    return quoted(schema.const);
  }
  if (schema.anyOf ?? schema.oneOf) {
    return (schema.anyOf ?? schema.oneOf).map((part) => typeOf(data, part, mode)).join(" | ");
  }
  if (schema.type === "string") {
    return stringType(schema);
  }
  if (schema.type === "integer" || schema.type === "number") {
    return schema.enum?.join(" | ") ?? "number";
  }
  if (schema.type === "boolean") {
    return schema.enum?.join(" | ") ?? "boolean";
  }
  if (schema.type === "array") {
    const group = elementsOf(data, schema);
    const items = group ? componentType(data, group, mode) : (item ?? typeOf(data, schema.items, mode));
    const isOne = items.startsWith("{") && !schema.items.anyOf;
    return `readonly ${/[|{]/.test(items) && !isOne ? `(${items})` : items}[]`;
  }
  return objectType(data, schema, mode);
}

function objectType(data, schema, mode) {
  const { properties, additionalProperties, propertyNames } = schema;
  if (properties) {
    return block(propertyLines(data, schema, mode));
  }
  if (propertyNames) {
    const key = `readonly [Key in ${typeOf(data, propertyNames, mode)}]`;
    return `{ ${property(key, typeOf(data, additionalProperties, mode))} }`;
  }
  return additionalProperties ? `Record<string, ${typeOf(data, additionalProperties, mode)}>` : "object";
}

/** A property that may be left out, or be given as `undefined`: `icon: isUrgent ? icon : undefined`. */
export const property = (key, type) => `${key}?: ${type} | undefined`;

/** The properties of an object, each with its comment. */
export function propertyLines(data, schema, mode, skip = [], items = {}) {
  const { properties, required = [] } = schema;
  return Object.entries(properties)
    .filter(([key, part]) => !skip.includes(key) && !(mode === "input" && isLeftOut(part)))
    .map(([key, part]) => {
      const lines = linesOf(part);
      const about = [...lines, isLeftOut(part) && "@deprecated"].filter(Boolean);
      const isRequired = required.includes(key) || (mode === "input" && part["x-card-builder"] === "required");
      const type = typeOf(data, part, mode, items[key]);
      const text = `${isRequired ? `${toKey(key)}: ${type}` : property(toKey(key), type)};`;
      return about.length ? `${hover(about)}\n${text}` : text;
    });
}

/** What builders do not offer: it is left from JSON 1.0, or not supported. */
const isLeftOut = (schema) => schema["x-card-legacy"] === true || schema["x-card-unsupported"] === true;

/** Whether a builder turns a string into a text object anywhere in it. */
export function hasText(data, schema) {
  const { properties = {}, additionalProperties, items } = resolved(data, schema);
  return (
    isTextObject(data, schema) ||
    (additionalProperties && hasText(data, additionalProperties)) ||
    Object.values(properties).some((part) => !isLeftOut(part) && hasText(data, part)) ||
    (items !== undefined && !elementsOf(data, resolved(data, schema)) && hasText(data, items))
  );
}

/** The shared types. */
export const sharedTypes = (data) =>
  Object.entries(NAMED).map(([name, type]) => {
    const schema = data.schemas[name];
    const text = plainType(data, schema, "wire");
    const lines = [schema.description].filter(Boolean);
    const about = lines.length ? `${hover(lines)}\n` : "";
    return about + (schema.properties ? declaration(type, text) : `export type ${type} = ${text};`);
  });

/** The shared types that builders take with strings in the place of text objects. */
export const sharedInputs = (data) =>
  Object.entries(NAMED)
    .filter(([name]) => hasText(data, data.schemas[name]) && !isTextObject(data, data.schemas[name]))
    .map(([name, type]) => declaration(`${type}Input`, plainType(data, data.schemas[name], "input")));
