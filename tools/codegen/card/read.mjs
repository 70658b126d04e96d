// Reads openapi/card.json: the facts about a component that the writers of types, builders, rules and reference need.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { toPascal } from "../names.mjs";

/** The one document that describes no API. */
export const FILE = "card.json";

const PREFIX = "#/components/schemas/";

/** The schemas that are lists of components. */
const GROUPS = ["RootElement", "InnerElement"];

/** Reads the document. `schemas` by name, `components` in their order, each with its tag. */
export function readCards(folder) {
  const text = readFileSync(new URL(FILE, folder), "utf8");
  const document = JSON.parse(text);
  const { schemas } = document.components;
  const components = Object.entries(schemas)
    .filter(([, schema]) => schema["x-card-schemas"])
    .map(([tag, schema]) => ({ tag, name: toPascal(tag), schema }));
  const revision = createHash("sha256").update(text).digest("hex").slice(0, 8);
  return { document, revision, schemas, components, current: components.filter(isCurrent) };
}

/** Whether a component is of JSON 2.0. */
export const isCurrent = ({ schema }) => schema["x-card-schemas"].includes("2.0");

/** The name of the schema that a reference leads to. */
export const refOf = (schema) => schema?.$ref?.slice(PREFIX.length);

/** A schema itself, not a reference to it. The properties beside a reference are kept. */
export function resolved({ schemas }, schema) {
  const name = refOf(schema);
  return name ? { ...schemas[name], ...schema } : schema;
}

/** The list of components that an array holds: a group or a component; `undefined` for other lists. */
export function elementsOf({ schemas }, schema) {
  const name = schema.type === "array" ? refOf(schema.items) : undefined;
  return name && (GROUPS.includes(name) || schemas[name]["x-card-schemas"]) ? name : undefined;
}

/** The tags of a group, or of one component. */
export const tagsOf = ({ schemas }, name) =>
  GROUPS.includes(name) ? schemas[name].oneOf.map(refOf) : schemas[name]["x-card-schemas"] ? [name] : [];

/** Whether an object is a text of the wire, for which builders take a string. */
export function isTextObject(data, schema) {
  const { tag, content } = resolved(data, schema).properties ?? {};
  return content !== undefined && (tag?.const === "plain_text" || tag?.enum?.includes("plain_text") === true);
}

/** The property that holds the components inside of one, with the name of their list. */
export function childrenOf(data, schema) {
  const [key, part] = Object.entries(schema.properties).find(([, one]) => elementsOf(data, one)) ?? [];
  return key && { key, group: elementsOf(data, part) };
}

/** The names of properties that hold components, and of those on the way to them: `body`, `elements`, `button_area`. */
export function placesOf(data) {
  const leads = (schema) =>
    elementsOf(data, schema) !== undefined || Object.values(schema.properties ?? {}).some((part) => leads(part));
  const names = (schema) =>
    Object.entries(schema.properties ?? {}).flatMap(([key, part]) => (leads(part) ? [key, ...names(part)] : []));
  return [...new Set([data.schemas.Card, ...data.current.map(({ schema }) => schema)].flatMap(names))];
}

/** Whether the schema has a property, among those that are not left from JSON 1.0. */
export const has = (schema, key) => schema.properties[key] !== undefined && !schema.properties[key]["x-card-legacy"];

/** What a page says of a component or a property, as the lines of a comment. */
export function linesOf(schema) {
  const { description, default: standard } = schema;
  const facts = [
    standard !== undefined && `Default: \`${JSON.stringify(standard)}\`.`,
    schema["x-card-only-if"] && `Only if ${schema["x-card-only-if"]}.`,
    schema["x-card-since"] && `Since client ${schema["x-card-since"]}.`,
    schema["x-card-platform"] && "Only on computers.",
  ];
  return [description, facts.filter(Boolean).join(" ")].filter(Boolean);
}
