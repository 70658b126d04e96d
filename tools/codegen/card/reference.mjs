// Writes docs/card-components.md: every builder, its arguments and properties, as the data describes them.
import { childrenOf, has, refOf, resolved, tagsOf } from "./read.mjs";

const code = (text) => `\`${text}\``;

const known = (values) => (Array.isArray(values) ? values : Object.keys(values));

/** Shared types that a table links to instead of repeating them. */
const LINKED = [
  "Behavior",
  "Callback",
  "CardStyle",
  "Color",
  "Confirm",
  "Icon",
  "IconToken",
  "Links",
  "PlainText",
  "SizedIcon",
  "Spacing",
  "Text",
  "TextSize",
  "TextTag",
  "Translations",
];

/** What a property takes, in a few words. */
function typeText(data, schema) {
  const name = refOf(schema);
  if (LINKED.includes(name)) {
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (name && data.schemas[name]["x-card-schemas"]) {
    return `[${name}](#${name})`;
  }
  const own = resolved(data, schema);
  const values = [...(own.enum ?? []), ...(own["x-card-values"] ?? [])];
  if (own.anyOf ?? own.oneOf) {
    const parts = (own.anyOf ?? own.oneOf).map((part) => typeText(data, part));
    return [...parts, ...values.map(code)].join(", ");
  }
  if (values.length) {
    return values.map(code).join(", ");
  }
  if (own["x-card-lengths"]) {
    return `lengths, \`${own["x-card-lengths"].join("px` to `")}px\``;
  }
  if (own.type === "array") {
    const group = refOf(own.items);
    return `list of ${["RootElement", "InnerElement"].includes(group) ? "components" : typeText(data, own.items)}`;
  }
  return own.const === undefined ? own.type : code(JSON.stringify(own.const));
}

const pairs = (object) =>
  Object.entries(object)
    .map(([key, value]) => `${code(key)} ${value}`)
    .join(", ");

/** What is said of a property besides its type. */
function remarks(schema) {
  const facts = [
    schema.description,
    schema.default !== undefined && `Default ${code(JSON.stringify(schema.default))}.`,
    (schema.minimum !== undefined || schema.maximum !== undefined) &&
      `${schema.minimum ?? ""} to ${schema.maximum ?? "any number"}.`,
    (schema["x-card-characters"] ?? schema.maxLength) &&
      `At most ${schema["x-card-characters"] ?? schema.maxLength} characters.`,
    schema["x-card-shown"] && `Clients show ${schema["x-card-shown"]}.`,
    schema.maxItems && `At most ${schema.maxItems}.`,
    schema["x-card-format"] && `Format ${code(schema["x-card-format"])}.`,
    schema["x-card-required"] &&
      `Required ${schema["x-card-required"] === "in-form" ? "in a form" : code(schema["x-card-required"])}.`,
    schema["x-card-documented"] && "The documentation says required, its samples leave it out.",
    schema["x-card-only-if"] && `Only if ${schema["x-card-only-if"]}.`,
    schema["x-card-only-in"] && `Only in a ${schema["x-card-only-in"].join(", ")}.`,
    schema["x-card-since"] && `Since client ${schema["x-card-since"]}.`,
    schema["x-card-platform"] && "Only on computers.",
    schema["x-card-since-by-value"] && `Since client: ${pairs(schema["x-card-since-by-value"])}.`,
    schema["x-card-lines"] && `At most ${schema["x-card-lines"]} lines.`,
    schema["x-card-undocumented"] && "In samples only.",
    schema["x-card-capacity"] &&
      `${Object.entries(schema["x-card-capacity"])
        .map(([mode, most]) => `${code(mode)} shows ${most}`)
        .join(", ")}.`,
    schema["x-card-cells"] &&
      `${Object.entries(schema["x-card-cells"])
        .map(([type, cell]) => `${code(type)}: ${cell}`)
        .join("; ")}.`,
  ];
  return facts.filter(Boolean).join(" ");
}

/** The rows of a table of properties; those of an object come below it. */
function rowsOf(data, schema, { skip = [], prefix = "" } = {}) {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).flatMap(([key, part]) => {
    if (skip.includes(key) || part["x-card-legacy"] || part["x-card-unsupported"]) {
      return [];
    }
    const isRequired = required.includes(key) || part["x-card-builder"] === "required";
    const row = `| ${code(prefix + key)}${isRequired ? " (required)" : ""} | ${typeText(data, part)} | ${remarks(part)} |`;
    const inner = part.items?.properties
      ? part.items
      : part.properties
        ? part
        : part.additionalProperties?.properties && part.additionalProperties;
    const name = part.items?.properties
      ? `${prefix}${key}[].`
      : part.properties
        ? `${prefix}${key}.`
        : `${prefix}${key}.*.`;
    return [row, ...(inner ? rowsOf(data, inner, { prefix: name }) : [])];
  });
}

const table = (rows) => (rows.length ? ["| property | type | remarks |", "| --- | --- | --- |", ...rows, ""] : []);

const shorthands = (schema) =>
  [
    has(schema, "behaviors") && "`value` (an object: calls the bot back with it)",
    refOf(schema.properties.behaviors?.items) === "Behavior" && "`href` (opens a link)",
    has(schema, "form_action_type") && "`submit` (a name: submits the form)",
  ].filter(Boolean);

/** Where a component may stand. */
const parentsOf = (data, tag) =>
  data.current
    .filter(({ schema }) => {
      const child = childrenOf(data, schema);
      return child && tagsOf(data, child.group).includes(tag);
    })
    .map((one) => `[${one.tag}](#${one.tag})`);

function toSection(data, { tag, schema }) {
  const mains = schema["x-card-main"];
  const short = shorthands(schema);
  const root = tagsOf(data, "RootElement").includes(tag) ? ["the root of a card"] : [];
  const field = schema["x-card-field"];
  const lines = [
    schema.description,
    `Stands in: ${[...root, ...parentsOf(data, tag)].join(", ")}.`,
    field &&
      `In a form it brings back ${schema["x-card-field-if"] ? `${code(field)}, or ${code(Object.values(schema["x-card-field-if"])[0])} with ${code(Object.keys(schema["x-card-field-if"])[0])}` : code(field)}${schema["x-card-example"] ? `, such as ${code(schema["x-card-example"])}` : ""}.`,
    short.length && `Shorthands: ${short.join(", ")}.`,
    schema["x-card-since"] && `Since client ${schema["x-card-since"]}.`,
    schema["x-card-streamable"] && "Takes streamed text.",
    ...(schema["x-card-notes"] ?? []),
  ].filter(Boolean);
  return [
    `## ${tag}`,
    "",
    ...lines.flatMap((line) => [line, ""]),
    code(`${tag}(${[...mains, "props"].join(", ")})`),
    "",
    ...table(rowsOf(data, schema, { skip: ["tag"] })),
    `[Documentation](${schema.externalDocs.url})`,
    "",
  ];
}

function toShared(data, name) {
  const schema = data.schemas[name];
  const values = schema["x-card-known"];
  const rows = rowsOf(data, schema);
  return [
    `### ${name}`,
    "",
    ...(schema.description ? [schema.description, ""] : []),
    ...(schema.oneOf ? [schema.oneOf.map((one) => typeText(data, one)).join(" or "), ""] : []),
    ...(schema["x-card-pixels"] ? [`In pixels: ${pairs(schema["x-card-pixels"])}.`, ""] : []),
    ...(values && known(values).length < 200 ? [`${known(values).map(code).join(", ")}`, ""] : []),
    ...(values && known(values).length >= 200 ? [`${known(values).length} names, in \`openapi/card.json\`.`, ""] : []),
    ...table(rows),
  ];
}

/** The text of `docs/card-components.md`. */
export function toReference(data) {
  const rules = Object.entries(data.document["x-card-rules"]);
  return [
    "<!-- Generated by `npm run generate -- --accept` from openapi/card.json. -->",
    "# The components of cards",
    "",
    "Every builder of `lark-edge/card`, with the properties of its component. The main content comes first, the properties second;",
    "names are those of the wire. Where the wire wants a text object, a string will do. In JSX the same names are tags and attributes.",
    "",
    `${data.current.map(({ tag }) => `[${tag}](#${tag})`).join(" · ")}`,
    "",
    ...data.current.flatMap((component) => toSection(data, component)),
    "## Shared types",
    "",
    ...[...LINKED, "OpenUrl"].sort().flatMap((name) => toShared(data, name)),
    "## The card",
    "",
    ...table(rowsOf(data, data.schemas.Card)),
    "## What `checkCard` checks",
    "",
    "| rule | what it says | limit | code of a message | code of CardKit | severity |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rules.map(
      ([id, { what, limit = "", code: number, cardkit = "", severity = "error" }]) =>
        `| ${code(id)} | ${what} | ${limit} | ${number || ""} | ${cardkit} | ${severity} |`,
    ),
    "",
    "## Where the documentation contradicts itself",
    "",
    "| about | who says what | what this package does |",
    "| --- | --- | --- |",
    ...data.document["x-card-conflicts"].map(
      ({ about, say, advice }) =>
        `| ${about} | ${Object.entries(say)
          .map(([who, what]) => `${who}: ${what}`)
          .join("; ")} | ${advice} |`,
    ),
    "",
  ]
    .join("\n")
    .replace(/\n{3,}/g, "\n\n");
}
