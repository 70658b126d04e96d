// Writes the JSX elements: what each tag takes, and the builder that it calls.
import { hover } from "../text.mjs";
import { hasNested, mainTypes, typedProps } from "./builders.mjs";
import { childrenOf, isTextObject, linesOf } from "./read.mjs";
import { property, typeOf } from "./types.mjs";

/** The main content that stands between the tags; the rest are attributes. */
const childrenKey = ({ schema }) => schema["x-card-children"];

/** Components, or text; where the wire wants a text object, one can be given as well. */
function childrenType(data, schema, key) {
  if (childrenOf(data, schema)?.key === key) {
    return "Children";
  }
  const part = schema.properties[key];
  return isTextObject(data, part) ? `TextChildren | ${typeOf(data, part, "wire")}` : "TextChildren";
}

function attributesOf(data, component) {
  const { name, schema } = component;
  const key = childrenKey(component);
  const mains = mainTypes(data, component).filter(([main]) => main !== key);
  const lines = [
    ...mains.map(([main, type]) => `${main}: ${type.replace(/^N$/, "string")}`),
    ...typedProps(data, component),
    key && property("children", childrenType(data, schema, key)),
  ].filter(Boolean);
  return lines.length ? `${name}Props & { ${lines.join("; ")} }` : `${name}Props`;
}

function callOf(data, component) {
  const { tag, schema } = component;
  const key = childrenKey(component);
  const mains = schema["x-card-main"];
  const taken = mains.map((main) => (main === key ? "children" : main));
  const given = mains.map((main) =>
    main === key ? `${childrenOf(data, schema)?.key === key ? "listOf" : "textOf"}(children)` : main,
  );
  // JSX has no types for the components in an attribute.
  const props = hasNested(data, schema) ? "props as never" : "props";
  return `  ${tag}: ({ ${[...taken, "...props"].join(", ")} }) => ${tag}(${[...given, props].join(", ")}),`;
}

/** The text of the module behind the JSX runtime. */
export function toJsx(data, header, names) {
  const elements = data.current.map(
    (component) =>
      `  ${hover(linesOf(component.schema)).replaceAll("\n", "\n  ")}\n  ${component.tag}: ${attributesOf(data, component)};`,
  );
  const text = elements.join("\n");
  const code = text.replace(/\/\*\*[\s\S]*?\*\//g, "");
  const used = (list) => list.filter((name) => new RegExp(`\\b${name}\\b`).test(code)).sort();
  return [
    header,
    `import { card } from "../card.ts";
import { type Children, listOf, type TextChildren, textOf } from "../jsx-children.ts";
import type { Node } from "../node.ts";
import { ${data.current
      .map(({ tag }) => tag)
      .sort()
      .join(", ")} } from "./builders.ts";
import type { ${used(names.elements).join(", ")} } from "./elements.ts";
import type { ${[...new Set(["CardProps", ...used(names.props)])].join(", ")} } from "./props.ts";`,
    `/** What each tag takes. */\nexport interface Elements {\n  /** A card of JSON 2.0. */\n  card: CardProps & { ${property("children", "Children")} };\n${text}\n}`,
    `/** The builder of each tag. */
export const BUILDERS: { readonly [Tag in keyof Elements]: (attributes: Elements[Tag]) => Node } = {
  card: ({ children, ...props }) => card(listOf(children), props),
${data.current.map((component) => callOf(data, component)).join("\n")}
};`,
  ].join("\n\n");
}
