import { RECORD_LIMIT } from "./state.ts";

/** A list that keeps its last 10,000 entries. */
export interface BoundedLog<T> {
  push(entry: T): void;
  list(): readonly T[];
}

export function createLog<T>(): BoundedLog<T> {
  let entries: T[] = [];
  return {
    push(entry: T): void {
      entries.push(entry);
      // Cut rarely, so that a long run does not move the whole list at every entry.
      if (entries.length >= 2 * RECORD_LIMIT) {
        entries = entries.slice(-RECORD_LIMIT);
      }
    },
    list: (): readonly T[] => entries.slice(-RECORD_LIMIT),
  };
}
