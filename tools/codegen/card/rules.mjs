// Writes the tables that the checkers of cards read: shapes of components, rules, and lists of known names.
import { childrenOf, elementsOf, isCurrent, refOf, tagsOf } from "./read.mjs";

/** What a checker reads of a schema, by the keyword that says it. */
const KEYWORDS = {
  type: "type",
  const: "is",
  enum: "values",
  "x-card-values": "shapes",
  "x-card-lengths": "lengths",
  "x-card-disputed-lengths": "disputedLengths",
  "x-card-characters": "characters",
  "x-card-shown": "shown",
  "x-card-required": "needed",
  "x-card-capacity": "capacity",
  minimum: "min",
  maximum: "max",
  minItems: "minItems",
  maxItems: "maxItems",
  maxLength: "characters",
  pattern: "pattern",
  required: "required",
};

/** Keywords that say something by being there. */
const FLAGS = {
  "x-card-legacy": "legacy",
  "x-card-unsupported": "unsupported",
  "x-card-link": "link",
  "x-card-unique": "unique",
};

/** The open lists whose names the checker of the package knows. The 1,156 icons would be a third of its weight. */
const KNOWN = ["Color", "TextSize"];

const mapValues = (object, write) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, write(value)]));

/** A schema as a shape. One that is only a reference is its name. */
function shapeOf(data, schema) {
  const name = refOf(schema);
  const shape = {};
  for (const [keyword, key] of Object.entries(KEYWORDS)) {
    if (schema[keyword] !== undefined) {
      shape[key] = schema[keyword];
    }
  }
  for (const [keyword, key] of Object.entries(FLAGS)) {
    if (schema[keyword]) {
      shape[key] = true;
    }
  }
  if (name) {
    return Object.keys(shape).length ? { ref: name, ...shape } : name;
  }
  if (schema["x-card-known"]) {
    shape.known = Object.keys(data.schemas).find((one) => data.schemas[one] === schema);
  }
  const { anyOf, oneOf, items, properties, propertyNames, additionalProperties } = schema;
  const group = elementsOf(data, schema);
  return {
    ...shape,
    ...((anyOf ?? oneOf) && { any: (anyOf ?? oneOf).map((part) => shapeOf(data, part)) }),
    ...(group ? { of: group } : items && { items: shapeOf(data, items) }),
    ...(properties && { props: mapValues(properties, (part) => shapeOf(data, part)) }),
    ...(propertyNames && { keys: shapeOf(data, propertyNames) }),
    ...(additionalProperties instanceof Object && { rest: shapeOf(data, additionalProperties) }),
  };
}

const defined = (object) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined && value !== false));

/** What a checker knows of a component beyond its shape. */
function factsOf(data, { schema }) {
  const v1 = schema["x-card-v1"];
  return defined({
    isField: schema["x-card-field"] !== undefined,
    isInteractive: schema["x-card-kind"] === "interactive",
    isContainer: childrenOf(data, schema) !== undefined,
    within: schema["x-card-within"],
    disputedIn: schema["x-card-disputed-in"],
    isGone: !isCurrent({ schema }),
    isNew: !schema["x-card-schemas"].includes("1.0"),
    v1Absent: v1?.absent,
    v1Extra: v1?.extra && Object.keys(v1.extra),
    v1Children: v1?.children,
  });
}

/** The names of the shared schemas that a component or a card leads to. */
function reachable(data) {
  const found = new Set();
  const visit = (node) => {
    const name = refOf(node);
    const own = name && data.schemas[name];
    if (own && !own["x-card-schemas"] && !found.has(name)) {
      found.add(name);
      visit(own);
    }
    for (const part of Object.values(node)) {
      if (typeof part === "object" && part) {
        visit(part);
      }
    }
  };
  for (const root of [
    ...["Card", "CardEntity", "CardTemplate"].map((name) => ({ $ref: `#/components/schemas/${name}` })),
    ...data.current.map(({ schema }) => schema),
  ]) {
    visit(root);
  }
  return [...found].filter((name) => !/Element$/.test(name)).sort();
}

/** The tables: everything that a checker reads, as values of JSON. */
export function tablesOf(data) {
  return {
    shapes: Object.fromEntries(reachable(data).map((name) => [name, shapeOf(data, data.schemas[name])])),
    components: Object.fromEntries(
      data.components.map((component) => [
        component.tag,
        { ...shapeOf(data, component.schema), ...factsOf(data, component) },
      ]),
    ),
    groups: Object.fromEntries(
      ["RootElement", "InnerElement", "column", "button"].map((group) => [group, tagsOf(data, group)]),
    ),
    known: Object.fromEntries(
      KNOWN.map((name) => {
        const names = data.schemas[name]["x-card-known"];
        return [name, (Array.isArray(names) ? names : Object.keys(names)).join(" ")];
      }),
    ),
    rules: mapValues(data.document["x-card-rules"], ({ what, ...rule }) => rule),
    chartTypes: data.schemas.chart["x-card-chart-types"],
  };
}

const entries = (object) =>
  Object.entries(object)
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`)
    .join("\n");

/** The module of the checker's tables. */
export function toRules(data, header) {
  const { shapes, components, groups, known, rules, chartTypes } = tablesOf(data);
  const table = (name, about, type, object) =>
    `/** ${about} */\nexport const ${name}: Readonly<Record<string, ${type}>> = {\n${entries(object)}\n};`;
  return [
    header,
    'import type { ComponentShape, Rule, Shape } from "../check/shape.ts";',
    table("SHAPES", "The shapes that several components share, by name.", "Shape", shapes),
    table("COMPONENTS", "The components, by tag.", "ComponentShape", components),
    table("GROUPS", "The tags that lists of components take.", "readonly string[]", groups),
    table("KNOWN", "Names that are known of open lists, with spaces between.", "string", known),
    table("RULES", "The rules, with the code by which the platform refuses.", "Rule", rules),
    `/** The types of charts that clients draw. */\nexport const CHART_TYPES: readonly string[] = ${JSON.stringify(chartTypes)};`,
  ].join("\n\n");
}

/** The names of the rules, apart from the tables: who imports the type alone reads no more. */
export const toRuleNames = (data, header) => `${header}

/** The name of a rule. */
export type CardRule =
${Object.keys(data.document["x-card-rules"])
  .map((name) => `  | ${JSON.stringify(name)}`)
  .join("\n")};`;
