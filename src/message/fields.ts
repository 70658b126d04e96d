import type { JsonObject } from "../base/index.ts";

/** Whether a value is an object, and no list. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A list, or an empty one for anything else. */
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** An object's own field, whatever it is called. */
const fieldOf = (object: unknown, name: string): unknown =>
  isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined;

/** A text of an object; empty if there is none. */
export function textIn(object: unknown, name: string): string {
  const value = fieldOf(object, name);
  return typeof value === "string" ? value : "";
}

/**
 * A number of an object, also one written as text. `Number` alone would call what a hostile object has for its
 * `valueOf`, and throw.
 */
export function numberIn(object: unknown, name: string): number | undefined {
  const value = fieldOf(object, name);
  const number = typeof value === "number" || (typeof value === "string" && value) ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** A picture in Markdown by its key; an address of the web is none of the platform's. The lengths bound the time of a search. */
const PICTURE = /!\[[^\]]{0,500}\]\(\s{0,9}(img_[\w-]{1,200})[\s)]/g;

/** The keys of the pictures in a Markdown text. */
export const picturesIn = (markdown: string): string[] =>
  [...markdown.matchAll(PICTURE)].map(([, key]) => key as string);

/** Which language is read of what came in several. */
const LANGUAGES = ["zh_cn", "en_us", "ja_jp"];

/** The value of a language that fits, or the first one that does. */
export function inOneLanguage(values: unknown, fits: (value: unknown) => boolean = () => true): unknown {
  const object = isObject(values) ? values : {};
  const name = [...LANGUAGES, ...Object.keys(object)].find((one) => Object.hasOwn(object, one) && fits(object[one]));
  return name === undefined ? undefined : object[name];
}
