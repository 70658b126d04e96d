/** What JSON may write wrongly: `{}` for a Map or a Set, and a whole number that is not exact. */
const SUSPECT = /\{\}|\d{16}|\de\+/;

/** The tag of an object that has one: `Blob`, `Map` and so on, whichever realm it is from. Else an empty text. */
export const tagOf = (value: unknown): string => Object(value)[Symbol.toStringTag] ?? "";

/**
 * The entries of a Map as an object, and those of a Set as a list. Anything else is what it is.
 *
 * @throws {TypeError} A number is beyond 2^53: an id of 19 digits is another one as a number.
 */
export function exact(name: string, value: unknown): unknown {
  if (typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    throw new TypeError(`${name}: ${value} lost digits: pass a string`);
  }
  const tag = tagOf(value);
  if (tag === "Map") {
    return Object.fromEntries(value as Map<string, unknown>);
  }
  return tag === "Set" ? [...(value as Set<unknown>)] : value;
}

/**
 * Writes JSON, with the entries of a Map or a Set.
 *
 * @param name - What is written, in errors.
 * @throws {TypeError} A number is not exact.
 */
export function toJson(data: unknown, name = "data"): string {
  const text = JSON.stringify(data);
  // A replacer takes ten times as long.
  return SUSPECT.test(text) ? JSON.stringify(data, (key, value) => exact(key || name, value)) : text;
}
