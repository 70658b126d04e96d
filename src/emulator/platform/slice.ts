import { type Fields, objectOf, type Shape } from "./shape.ts";

/** What holds the slices of all services. */
export interface Sliced {
  readonly slices: Map<string, object>;
}

/** A part of the state that belongs to one service: called with the state it gives that part. */
export interface Slice<T extends object> {
  (state: Sliced): T;
  readonly key: string;
  /** What a saved one has to look like. */
  readonly shape: Shape;
}

/**
 * Defines a part of the state. It is created when it is first read.
 *
 * @param key - Its name in a saved state.
 * @param fields - The shapes of its fields, each a table.
 */
export function defineSlice<T extends object>(key: string, create: () => T, fields: Fields<T>): Slice<T> {
  const slice = ({ slices }: Sliced): T => {
    const known = slices.get(key);
    if (known !== undefined) {
      return known as T;
    }
    const made = create();
    slices.set(key, made);
    return made;
  };
  return Object.assign(slice, { key, shape: objectOf<T>(fields) });
}
