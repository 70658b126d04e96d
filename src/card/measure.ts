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

/** How many components and texts there are. */
export interface Elements {
  /** The least that the documentation can mean: without columns and icons. */
  readonly least: number;
  /** The most: with columns, icons and options. */
  readonly most: number;
}

const optionsIn = (value: unknown): number =>
  Object.entries(Object(value)).reduce((count, [key, part]) => {
    const own = key === "options" && Array.isArray(part) ? part.length : 0;
    return ["behaviors", "chart_spec", "rows"].includes(key) || typeof part !== "object"
      ? count
      : count + own + optionsIn(part);
  }, 0);

/** Counts the components and texts of a card's body, or of a component. */
export function countAll(part: unknown): Elements {
  const tags = [...taggedIn(part)];
  const least = tags.filter((tag) => tag !== "column" && !tag.endsWith("_icon")).length;
  return { least, most: tags.length + optionsIn(part) };
}

/** How many components and texts there are, at the least. */
export const countElements = (part: unknown): number => countAll(part).least;

/** How many bytes the JSON has. */
export const bytesOf = (part: unknown): number => new TextEncoder().encode(JSON.stringify(part)).length;

/** The lists in which the components of a component stand, by property. */
export const elementLists = (node: Json): [string, Json[]][] =>
  ["elements", "columns"].flatMap((key): [string, Json[]][] => {
    const list = node[key];
    return Array.isArray(list) && node.tag !== "table" ? [[key, list.filter(isObject)]] : [];
  });
