/** A JSON object. */
export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A text as it is, and an empty one for any other value: an object of JSON may have a `toString` that is no function. */
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
