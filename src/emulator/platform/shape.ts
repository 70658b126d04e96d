import { MAX_JSON_DEPTH } from "./json.ts";

/** Says what is wrong with a value, and where; `undefined` if nothing is. */
export type Shape = (value: unknown, path: string) => string | undefined;

/** The shapes of all fields of an object: a field more in the type is an error of the compiler here. */
export type Fields<T> = { readonly [K in keyof Required<T>]: Shape };

const demand =
  (isRight: (value: unknown) => boolean, words: string): Shape =>
  (value, path) =>
    isRight(value) ? undefined : `${path} is not ${words}`;

const firstProblem = (problems: Iterable<string | undefined>): string | undefined => {
  for (const problem of problems) {
    if (problem !== undefined) {
      return problem;
    }
  }
  return undefined;
};

export const text: Shape = demand((value) => typeof value === "string", "a text");
export const number: Shape = demand((value) => typeof value === "number" && Number.isFinite(value), "a number");
export const flag: Shape = demand((value) => typeof value === "boolean", "true or false");
export const bytes: Shape = demand((value) => value instanceof Uint8Array, "bytes");

/** A whole number that something is made so many times of. */
export const count = (max: number): Shape =>
  demand(
    (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= max,
    `a whole number from 0 to ${max}`,
  );

export const oneOf = (...allowed: readonly unknown[]): Shape =>
  demand((value) => allowed.includes(value), `one of ${allowed.join(", ")}`);

export const optional =
  (shape: Shape): Shape =>
  (value, path) =>
    value === undefined ? undefined : shape(value, path);

export const listOf =
  (shape: Shape): Shape =>
  (value, path) =>
    Array.isArray(value)
      ? firstProblem(value.map((item, index) => shape(item, `${path}[${index}]`)))
      : `${path} is not a list`;

export const mapOf =
  (shape: Shape, key: Shape = text): Shape =>
  (value, path) => {
    if (!(value instanceof Map)) {
      return `${path} is not a table`;
    }
    const problems = [...value].map(([name, item]) => key(name, `${path}: a key`) ?? shape(item, `${path}: an entry`));
    return firstProblem(problems);
  };

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** An object with these fields and no others. */
export const objectOf =
  <T>(fields: Fields<T>): Shape =>
  (value, path) => {
    if (!isPlain(value)) {
      return `${path} is not an object`;
    }
    const strange = Object.keys(value).find((name) => !Object.hasOwn(fields, name));
    if (strange !== undefined) {
      return `${path} has a field ${JSON.stringify(strange)}`;
    }
    const entries = Object.entries<Shape>(fields);
    return firstProblem(entries.map(([name, shape]) => shape(value[name], `${path}.${name}`)));
  };

/** Any value of JSON; one that holds itself is too deep. */
export const json: Shape = (value, path) => jsonAt(value, path, 0);

function jsonAt(value: unknown, path: string, depth: number): string | undefined {
  if (depth > 2 * MAX_JSON_DEPTH) {
    return `${path} is nested too deep`;
  }
  if (value === null || value === undefined || ["string", "number", "boolean"].includes(typeof value)) {
    return undefined;
  }
  const parts = Array.isArray(value) ? value : isPlain(value) ? Object.values(value) : undefined;
  return parts === undefined ? `${path} is no JSON` : firstProblem(parts.map((part) => jsonAt(part, path, depth + 1)));
}

/** An object of JSON with any fields. */
export const jsonObject: Shape = (value, path) => (isPlain(value) ? json(value, path) : `${path} is not an object`);

/** All of these, the first problem first. */
export const all =
  (...shapes: readonly Shape[]): Shape =>
  (value, path) => {
    for (const shape of shapes) {
      const problem = shape(value, path);
      if (problem !== undefined) {
        return problem;
      }
    }
    return undefined;
  };

/** The fields of an object that may have others, too. */
export const withFields =
  (fields: Readonly<Record<string, Shape>>): Shape =>
  (value, path) =>
    firstProblem(
      Object.entries(fields).map(([name, shape]) => shape(Reflect.get(Object(value), name), `${path}.${name}`)),
    );

/** A table whose entries name another as their parent: none may be its own ancestor. */
export const forest =
  <T>(parentOf: (entry: T) => string): Shape =>
  (value, path) => {
    const entries = value as Map<string, T>;
    for (const id of entries.keys()) {
      let steps = 0;
      for (let at = entries.get(id); at !== undefined; at = entries.get(parentOf(at))) {
        steps += 1;
        if (steps > entries.size) {
          return `${path}: ${id} is inside itself`;
        }
      }
    }
    return undefined;
  };
