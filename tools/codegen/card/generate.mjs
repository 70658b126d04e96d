// Writes src/card/generated/ from openapi/card.json.
import { block, hover } from "../text.mjs";
import { textPaths, toBuilder, toElement, toItems, toNodes, toProps } from "./builders.mjs";
import { toJsx } from "./jsx.mjs";
import { placesOf, readCards } from "./read.mjs";
import { toReference } from "./reference.mjs";
import { toRuleNames, toRules } from "./rules.mjs";
import { isOld, propertyLines, sharedInputs, sharedTypes } from "./types.mjs";

const FOLDER = "src/card/generated/";

const importOf = (names, from, isType = true) =>
  `import ${isType ? "type " : ""}{ ${[...names].sort().join(", ")} } from "${from}";`;

const groupTypes = (data) =>
  ["RootElement", "InnerElement"].map((group) => {
    const { description, oneOf } = data.schemas[group];
    const names = oneOf
      .map(({ $ref }) => $ref.split("/").pop())
      .map((tag) => data.components.find((one) => one.tag === tag).name);
    return `/** ${description} */\nexport type ${group} = ${names.join(" | ")};`;
  });

function toElements(data, header, props) {
  const text = [
    ...groupTypes(data),
    "// Builders check their lists by the tag alone: to compare with each component costs the compiler a third more.",
    ...toNodes(data),
    ...data.current.map((component) => toElement(data, component)),
    toCard(data),
  ].join("\n\n");
  const imports = [importOf(["Node"], "../node.ts"), importOf(usedIn(text, exportsOf(props)), "./props.ts")];
  return [header, imports.join("\n"), text].join("\n\n");
}

/** The link that builders take. */
const toHref = (data) =>
  `/** A link: an address for every platform, or one for each. */\nexport type Href = string | ${block(propertyLines(data, data.schemas.OpenUrl, "wire", ["type"]))};`;

/** The types that components share, and what builders take. */
function toPropsFile(data, header) {
  const text = [
    ...sharedTypes(data),
    toHref(data),
    ...sharedInputs(data),
    toCardProps(data),
    ...data.current.flatMap((component) => [...toItems(data, component), ...toProps(data, component)]),
  ].join("\n\n");
  return [header, text].join("\n\n");
}

/** The card itself. Its header and settings are separate types, as they are long. */
function toCard(data) {
  const schema = data.schemas.Card;
  return `${hover([schema.description, "", `@see ${schema.externalDocs.url}`])}
export interface Card<out A = unknown> extends Node<never, A> ${block(propertyLines(data, schema, "wire"))}`;
}

/** What \`card\` takes besides its elements. */
function toCardProps(data) {
  const { body, ...rest } = data.schemas.Card.properties;
  const { elements, ...layout } = body.properties;
  const properties = { ...rest, body: { ...body, required: [], properties: layout } };
  const lines = propertyLines(data, { properties }, "input", ["schema"]);
  return `/** What a card takes besides its elements. */\nexport interface CardProps ${block(lines)}`;
}

/** The places of texts in a card's properties. */
const toCardTexts = (data) =>
  `/** The places of texts in what a card takes. */\nexport const CARD_TEXTS = ${JSON.stringify(textPaths(data, { properties: { header: data.schemas.Card.properties.header } }).join(" "))};`;

/** Those of some names that the code uses, outside of comments. */
function usedIn(text, names) {
  const code = text.replace(/\/\*\*[\s\S]*?\*\//g, "");
  return names.filter((name) => new RegExp(`\\b${name}\\b`).test(code));
}

const exportsOf = (text) => [...text.matchAll(/^export (?:type|interface) (\w+)/gm)].map(([, name]) => name);

function toBuilders(data, header, { props, elements }) {
  const functions = data.current.map((component) => toBuilder(data, component));
  const text = [toCardTexts(data), ...functions].join("\n\n");
  const used = (names) => usedIn(text, names);
  return [
    header,
    [
      importOf(used(["Field", "FormOnly", "Off", "Optional", "Part", "Press", "Submitted"]), "../node.ts"),
      importOf(used(["make", "present"]), "../make.ts", false),
      importOf(used(["makeActive"]), "../make-active.ts", false),
      importOf(used(exportsOf(elements)), "./elements.ts"),
      importOf(used(exportsOf(props)), "./props.ts"),
    ].join("\n"),
    text,
  ].join("\n\n");
}

/** The types of JSON 1.0: what its components have of 2.0, and what they had beside. */
function toV1(data, header) {
  const old = data.components.filter(({ schema }) => schema["x-card-schemas"].includes("1.0"));
  const interfaces = old.map(({ name, schema }) => {
    const { absent = [], extra = {} } = schema["x-card-v1"] ?? {};
    const properties = { ...schema.properties, ...extra };
    const lines = propertyLines(data, { ...schema, properties }, "v1", absent);
    return `${hover([schema.description])}\nexport interface ${name}V1 ${block(lines)}`;
  });
  const shared = Object.entries(data.schemas)
    .filter(([name]) => isOld(name) && name !== "ElementV1")
    .map(([name, schema]) => {
      const see = schema.externalDocs ? ["", `@see ${schema.externalDocs.url}`] : [];
      const about = hover([schema.description, ...see]);
      return `${about}\nexport interface ${name} ${block(propertyLines(data, schema, "v1"))}`;
    });
  const text = [
    ...interfaces,
    `/** A component of JSON 1.0. */\nexport type ElementV1 = ${old
      .filter(({ tag }) => tag !== "column")
      .map(({ name }) => `${name}V1`)
      .join(" | ")};`,
    ...shared,
  ].join("\n\n");
  return [header, importOf(usedIn(text, exportsOf(sharedTypes(data).join("\n"))), "./props.ts"), text].join("\n\n");
}

/** What the stamp of a defined card has to know of components, as lists of tags and names. */
function toFacts(data, header) {
  const tags = (test) => data.current.filter(({ schema }) => test(schema)).map(({ tag }) => tag);
  const list = (name, about, values) =>
    `/** ${about} */\nexport const ${name}: readonly string[] = ${JSON.stringify(values)};`;
  return [
    header,
    list(
      "FIELDS",
      "The fields of forms.",
      tags((schema) => schema["x-card-field"]),
    ),
    list(
      "CALLS_BACK",
      "Components that call back without a behavior.",
      tags((schema) => schema["x-card-calls-back"] === "always"),
    ),
    list(
      "FORM_ONLY",
      "Components whose clicks cannot be distinguished outside of forms.",
      tags((schema) => schema["x-card-within"] === "form"),
    ),
    `/** How Markdown writes characters that mean nothing. */\nexport const ESCAPES: Readonly<Record<string, string>> = ${JSON.stringify(data.document["x-card-escapes"])};`,
    list("PLACES", "The properties that lead to components.", placesOf(data)),
  ].join("\n\n");
}

/** The names of the icons, as words: checkers import them apart. */
const toIcons = (data, header) => `${header}

/**
 * The names of the icons in the platform's library, for {@link checkCard}.
 *
 * @see https://open.feishu.cn/document/feishu-cards/enumerations-for-icons 图标库
 */
export const CARD_ICONS: readonly string[] = /* @__PURE__ */ ${JSON.stringify(data.schemas.IconToken["x-card-known"].join(" "))}.split(" ");`;

/** The reference of all components, which is committed: readers of the repository have no generator. */
export const referenceOf = (folder) => ({ "docs/card-components.md": toReference(readCards(folder)) });

/** Everything that is generated for cards: texts by path. */
export function generateCards(folder, headerOf) {
  const data = readCards(folder);
  const header = headerOf([{ name: "card.json", revision: data.revision }]).trim();
  const props = toPropsFile(data, header);
  const elements = toElements(data, header, props);
  const builders = toBuilders(data, header, { props, elements });
  const names = { elements: exportsOf(elements), props: exportsOf(props) };
  return {
    [`${FOLDER}props.ts`]: `${props}\n`,
    [`${FOLDER}elements.ts`]: `${elements}\n`,
    [`${FOLDER}v1.ts`]: `${toV1(data, header)}\n`,
    [`${FOLDER}rules.ts`]: `${toRules(data, header)}\n`,
    [`${FOLDER}rule-names.ts`]: `${toRuleNames(data, header)}\n`,
    [`${FOLDER}facts.ts`]: `${toFacts(data, header)}\n`,
    [`${FOLDER}icons.ts`]: `${toIcons(data, header)}\n`,
    [`${FOLDER}builders.ts`]: `${builders}\n`,
    [`${FOLDER}jsx.ts`]: `${toJsx(data, header, names)}\n`,
  };
}
