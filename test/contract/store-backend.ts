import type { KeyValueStore } from "../../src/store/index.ts";

/** Registers a case: vitest's `test` fits. */
export type Register = (name: string, run: () => void | Promise<void>) => void;

/** A backend under test. Cases do not share keys, so one backend may serve them all. */
export interface Backend {
  store: KeyValueStore;
  /** Lets time pass, where the backend's clock can be set. */
  advance?: (ms: number) => void | Promise<void>;
  /** The backend forgets when the time is over, and not some time later. */
  punctual?: boolean;
}

/** Keys that mean something to JavaScript, to a path, to a database or to nobody. */
export const HOSTILE_KEYS = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "then",
  " ",
  "a b",
  "a:b",
  "a/b",
  "../a",
  "a%2Fb",
  "a\nb",
  "a\0b",
  "*",
  "?",
  "[a]",
  "{a}",
  "'\"\\`;--",
  "密钥-ключ-🔑",
  "é",
  "e\u0301",
  "A",
  "a",
  "x".repeat(256),
];
