import { isObject, type Json } from "./json.ts";

/** Objects of the wire with a tag: components, texts, icons. */
function* taggedIn(value: unknown): Generator<string> {
  if (isObject(value) && typeof value.tag === "string") {
    yield value.tag;
  }
  for (const [key, part] of Object.entries(Object(value))) {
    if (typeof part === "object" && !["behaviors", "chart_spec", "rows"].includes(key)) {
      yield* taggedIn(part);
    }
  }
}

/**
 * How many components and texts there are: the least that the documentation can mean, without columns and icons.
 *
 * @param part - The body of a card, or a component.
 */
export const countElements = (part: unknown): number =>
  [...taggedIn(part)].filter((tag) => tag !== "column" && !tag.endsWith("_icon")).length;

/** How many bytes the JSON has. */
export const bytesOf = (part: unknown): number => new TextEncoder().encode(JSON.stringify(part)).length;

/** The lists in which the components of a component stand, by property. */
export const elementLists = (node: Json): [string, Json[]][] =>
  ["elements", "columns"].flatMap((key): [string, Json[]][] => {
    const list = node[key];
    return Array.isArray(list) && node.tag !== "table" ? [[key, list.filter(isObject)]] : [];
  });
