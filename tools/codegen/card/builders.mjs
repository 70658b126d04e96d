// Writes the functions that build components: their type parameters, their arguments, and what each carries upwards.
import { toPascal } from "../names.mjs";
import { block, hover } from "../text.mjs";
import { childrenOf, elementsOf, has, isTextObject, linesOf, refOf, resolved, tagsOf } from "./read.mjs";
import { hasText, property, propertyLines, typeOf } from "./types.mjs";

const isField = (schema) => schema["x-card-field"] !== undefined;
const isForm = (data, schema) => has(schema, "name") && childrenOf(data, schema) !== undefined;
const submits = (schema) => has(schema, "form_action_type");
const calls = (schema) => has(schema, "behaviors");
/** Whether a click may open a link: the others only call back. */
const opens = (schema) => calls(schema) && refOf(schema.properties.behaviors.items) === "Behavior";

/** A property whose value changes what the field holds: `multi_select` of `select_img`. */
const switchOf = (schema) => Object.entries(schema["x-card-field-if"] ?? {})[0];

/** Where components stand inside of a property: `button_area.buttons` of a checker. */
function nestedOf(data, schema) {
  for (const [key, part] of Object.entries(schema.properties)) {
    for (const [inner, one] of Object.entries(resolved(data, part).properties ?? {})) {
      const group = elementsOf(data, one);
      if (group) {
        return { key, inner, group };
      }
    }
  }
}

export const hasNested = (data, schema) => nestedOf(data, schema) !== undefined;

/** What a component carries: fields (F), actions (A). */
export const carriesOf = (data, schema) => ({
  fields: isField(schema) || (childrenOf(data, schema) !== undefined && !isForm(data, schema)),
  actions:
    childrenOf(data, schema) !== undefined ||
    nestedOf(data, schema) !== undefined ||
    (calls(schema) && !isField(schema)),
});

/** The interface of a component, as it goes over the wire. */
export function toElement(data, component) {
  const { name, schema } = component;
  const { fields, actions } = carriesOf(data, schema);
  const parameters = [fields && "out F = unknown", actions && "out A = unknown"].filter(Boolean).join(", ");
  const { common, wire, base } = propertiesOf(data, component);
  const node = `Node<${fields ? "F" : "never"}, ${actions ? "A" : "never"}>`;
  const bases = [node, common.length && base].filter(Boolean).join(", ");
  const about = hover([schema.description, "", `@see ${schema.externalDocs.url}`]);
  return `${about}\nexport interface ${name}${parameters && `<${parameters}>`} extends ${bases} ${block(wire)}`;
}

/** The names of the entries of lists: `TableColumn` for those of a table's `columns`. */
function itemNames(name, schema) {
  const lists = Object.entries(schema.properties).filter(([, { items }]) => items?.properties);
  return Object.fromEntries(lists.map(([key]) => [key, name + toPascal(key.replace(/(_list|s)$/, ""))]));
}

/** The types of the entries of a component's lists, as its builder takes them. */
export const toItems = (data, { tag, name, schema }) =>
  Object.entries(itemNames(name, schema)).map(([key, item]) => {
    const body = block(propertyLines(data, schema.properties[key].items, "input"));
    return `/** An entry of \`${key}\` of a \`${tag}\`. */\nexport interface ${item} ${body}`;
  });

/** The properties that a builder takes after the main content. */
function takenLines(data, { name, schema }) {
  const typed = [
    calls(schema) && isField(schema) && has(schema, "required") && "required",
    switchOf(schema)?.[0],
    nestedOf(data, schema)?.key,
  ];
  const skip = ["tag", ...schema["x-card-main"], ...typed.filter(Boolean)];
  const lines = propertyLines(data, schema, "input", skip, itemNames(name, schema));
  return opens(schema)
    ? [...lines, `/** Opens a link: a shorthand for \`behaviors\`. */\n${property("href", "Href")};`]
    : lines;
}

/**
 * The properties of a component: those that are the same on the wire and for its builder (`common`), and what each has
 * beside. The common ones are written once, as the interface `base`: a compiler reads half as much.
 */
function propertiesOf(data, component) {
  const all = { wire: propertyLines(data, component.schema, "wire"), taken: takenLines(data, component) };
  const common = all.taken.filter((line) => all.wire.includes(line));
  const [wire, taken] = [all.wire, all.taken].map((lines) => lines.filter((line) => !common.includes(line)));
  return { common, wire, taken, base: `${component.name}${taken.length ? "Common" : "Props"}` };
}

/** The properties that come after the main content. */
export function toProps(data, component) {
  const { tag, name } = component;
  const { common, taken, base } = propertiesOf(data, component);
  const about = `/** What \`${tag}\` takes besides its main content. */`;
  if (taken.length && common.length) {
    return [
      `/** What \`${tag}\` takes as it goes over the wire. */\nexport interface ${base} ${block(common)}`,
      `${about}\nexport interface ${name}Props extends ${base} ${block(taken)}`,
    ];
  }
  return [`${about}\nexport interface ${name}Props ${block([...common, ...taken])}`];
}

function typeParameters(data, schema) {
  const child = childrenOf(data, schema);
  const isTyped = calls(schema);
  return [
    isField(schema) && "const N extends string",
    child && `const C extends ${nodeOf(child.group)}`,
    isTyped && "const V extends object | undefined = undefined",
    submits(schema) && "const S extends string | undefined = undefined",
    isField(schema) && has(schema, "required") && "const R extends boolean | undefined = false",
    switchOf(schema) && "const M extends boolean | undefined = false",
    nestedOf(data, schema) && `const B extends ${nodeOf(nestedOf(data, schema).group)} = never`,
  ].filter(Boolean);
}

/** The type by which a list of components is checked: `InnerNode`, `ColumnNode`. */
const nodeOf = (group) => `${toPascal(group.replace(/Element$/, ""))}Node`;

/** The lists of components that builders take, by the types of their entries. */
export const toNodes = (data) => {
  const groups = data.current.flatMap(({ schema }) => [childrenOf(data, schema)?.group, nestedOf(data, schema)?.group]);
  return [...new Set(["RootElement", ...groups.filter(Boolean)])].map((group) => {
    const tags = tagsOf(data, group).map((tag) => JSON.stringify(tag));
    return `export interface ${nodeOf(group)} extends Node {\n  readonly tag: ${tags.join(" | ")};\n}`;
  });
};

function mainType(data, { name, schema }, key) {
  const child = childrenOf(data, schema);
  if (child?.key === key) {
    return "readonly (C | Off)[]";
  }
  return isField(schema) && key === "name"
    ? "N"
    : typeOf(data, schema.properties[key], "input", itemNames(name, schema)[key]);
}

/** What a click brings back, beside the value: `option: string`. */
const ACTION_TYPES = {
  option: "string",
  options: "string[]",
  input_value: "string",
  checked: "boolean",
  timezone: "string",
};

const pressed = (tag, schema, value, extra = "") =>
  `{ tag: "${tag}"; value: ${value}; submit?: undefined; form?: undefined;${extra}${(schema["x-card-action"] ?? [])
    .map((key) => ` ${key}: ${ACTION_TYPES[key]};`)
    .join("")} }`;

/** The field that a component adds to its form, and what a change brings back outside of one. */
function fieldOf(tag, schema) {
  const [name, other] = switchOf(schema) ?? [];
  const held = name ? `M extends true ? ${other} : ${schema["x-card-field"]}` : schema["x-card-field"];
  const value = has(schema, "required") ? `Optional<${held}, R>` : `${held} | undefined`;
  const change = pressed(tag, schema, "V", " name: N;");
  const always = schema["x-card-calls-back"] === "always" ? change : `V extends undefined ? undefined : ${change}`;
  const outside = schema["x-card-within"] ? "FormOnly" : name ? `M extends true ? FormOnly : ${always}` : always;
  return `Field<N, ${value}, ${outside}>`;
}

function actionsOf(data, tag, schema) {
  const child = childrenOf(data, schema);
  if (isForm(data, schema)) {
    return 'Submitted<Part<C, "f">, Part<C, "a">>';
  }
  if (nestedOf(data, schema)) {
    return 'Part<B, "a">';
  }
  const own = submits(schema)
    ? "Press<V, S>"
    : calls(schema) &&
      (schema["x-card-calls-back"] === "always"
        ? pressed(tag, schema, "V")
        : `(V extends undefined ? never : ${pressed(tag, schema, "V")})`);
  return [child && 'Part<C, "a">', own].filter(Boolean).join(" | ");
}

function resultOf(data, { tag, name, schema }) {
  const { fields, actions } = carriesOf(data, schema);
  const carried = [
    fields && (isField(schema) ? fieldOf(tag, schema) : 'Part<C, "f">'),
    actions && actionsOf(data, tag, schema),
  ].filter(Boolean);
  return carried.length ? `${name}<${carried.join(", ")}>` : name;
}

/** The places of texts, for the function that turns strings into text objects: `text confirm.title options.text`. */
export function textPaths(data, schema, path = []) {
  const { properties, additionalProperties } = resolved(data, schema);
  const parts = properties ?? (additionalProperties && { "*": additionalProperties }) ?? {};
  return Object.entries(parts).flatMap(([key, part]) => {
    const place = [...path, key];
    if (part["x-card-legacy"] || part["x-card-unsupported"]) {
      return [];
    }
    if (isTextObject(data, part)) {
      return [place.join(".")];
    }
    const inner = part.items && !elementsOf(data, part) ? part.items : part;
    return hasText(data, inner) ? textPaths(data, inner, place) : [];
  });
}

/** The shorthands of a component's properties, and those whose type a builder infers: each with its type in JSX. */
function shorthandsOf(data, { name, schema }) {
  const nested = nestedOf(data, schema);
  const area = nested && `Omit<NonNullable<${name}["${nested.key}"]>, "${nested.inner}">`;
  return [
    calls(schema) && ["value", "V", "object"],
    submits(schema) && ["submit", "S", "string"],
    isField(schema) && has(schema, "required") && ["required", "R", "boolean"],
    switchOf(schema) && [switchOf(schema)[0], "M", "boolean"],
    nested && [
      nested.key,
      `${area} & { ${property(nested.inner, "readonly B[]")} }`,
      `${area} & { ${property(nested.inner, "readonly Node[]")} }`,
    ],
  ].filter(Boolean);
}

/** The same as lines of a type, for JSX, where nothing is inferred. */
export const typedProps = (data, component) =>
  shorthandsOf(data, component).map(([key, , type]) => property(key, type));

/** The main content of a component, each with its type. */
export const mainTypes = (data, component) =>
  component.schema["x-card-main"].map((key) => [key, mainType(data, component, key)]);

function propsType(data, component) {
  const { name } = component;
  // A type parameter takes `undefined` itself: beside it, the compiler would not see that a value may be missing.
  const lines = shorthandsOf(data, component).map(([key, type]) =>
    /^\w$/.test(type) ? `${key}?: ${type}` : property(key, type),
  );
  return lines.length ? `${name}Props & { ${lines.join("; ")} }` : `${name}Props`;
}

const isRequired = ({ properties, required = [], "x-card-main": mains }) =>
  required.some((key) => key !== "tag" && !mains.includes(key)) ||
  Object.values(properties).some((part) => part["x-card-builder"] === "required");

/** The function that builds a component. */
export function toBuilder(data, component) {
  const { tag, schema } = component;
  const mains = schema["x-card-main"];
  const child = childrenOf(data, schema);
  const generics = typeParameters(data, schema);
  const parameters = [
    ...mainTypes(data, component).map(([key, type]) => `${key}: ${type}`),
    `props${isRequired(schema) ? "" : "?"}: ${propsType(data, component)}`,
  ];
  const main = mains.map((key) => (child?.key === key ? `${key}: present(${key})` : key)).join(", ");
  const texts = textPaths(data, schema);
  const make = calls(schema) ? "makeActive" : "make";
  const call = [
    `{ ${[`tag: "${tag}"`, main].filter(Boolean).join(", ")} }`,
    "props",
    ...(texts.length ? [JSON.stringify(texts.join(" "))] : []),
  ];
  const lines = [
    ...linesOf(schema),
    "",
    ...mains.map((key) => `@param ${key} - ${schema.properties[key].description}`),
    `@see ${schema.externalDocs.url}`,
  ];
  return [
    hover(lines),
    `export function ${tag}${generics.length ? `<\n  ${generics.join(",\n  ")},\n>` : ""}(`,
    ...parameters.map((one) => `  ${one},`),
    `): ${resultOf(data, component)} {`,
    `  return ${make}(${call.join(", ")});`,
    "}",
  ].join("\n");
}
