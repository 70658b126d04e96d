import { assertPositive } from "../assert.ts";
import type { KeyValueStore, SetOptions, StoreGuarantees } from "./key-value-store.ts";

/** A backend as it is, which gets only what it can keep. */
export interface Backend {
  /** How errors call it. */
  name: string;
  guarantees: StoreGuarantees;
  /** The size of a key where it counts, in bytes. Default UTF-8. */
  keyBytes?: (key: string) => number;
  maxKeyBytes: number;
  get(key: string): Promise<string | null>;
  set(key: string, value: string, ttlMs?: number): Promise<unknown>;
  delete(key: string): Promise<unknown>;
  compareAndSet(key: string, expected: string | null, next: string | null, ttlMs?: number): Promise<boolean>;
}

/** Longer ones are for good: 31,000 years, above which databases no longer count. */
const MAX_TTL_MS = 1e15;

/** How many bytes of UTF-8 a text is. */
export const utf8Bytes = (text: string): number => new TextEncoder().encode(text).length;

function assertString(name: string, value: unknown): void {
  if (typeof value !== "string") {
    throw new TypeError(`${name} must be a string, got ${value === null ? "null" : typeof value}`);
  }
}

/** Whole milliseconds, since databases refuse a part of one; never less than was asked for. */
function toTtlMs(options?: SetOptions): number | undefined {
  const ms = assertPositive("ttlSeconds", options?.ttlSeconds ?? Number.POSITIVE_INFINITY) * 1000;
  return ms > MAX_TTL_MS ? undefined : Math.ceil(ms);
}

/**
 * Makes a store of a backend: refuses bad input before any I/O, and lets the methods be taken off.
 *
 * The errors tell sizes, never a key or a value, which can hold a token.
 */
export function checkedStore(backend: Backend): Required<KeyValueStore> {
  const { name, guarantees, maxKeyBytes, keyBytes = utf8Bytes } = backend;
  const { maxValueBytes } = guarantees;

  function checkKey(key: string): void {
    assertString("key", key);
    if (!key) {
      throw new RangeError("key must not be empty");
    }
    // No character is less than a byte, so that a huge text is not encoded only to be refused.
    const bytes = key.length > maxKeyBytes ? key.length : keyBytes(key);
    if (bytes > maxKeyBytes) {
      throw new RangeError(`key must be at most ${maxKeyBytes} bytes for ${name}, got ${bytes}`);
    }
  }

  function checkValue(argument: string, value: string): void {
    assertString(argument, value);
    // Nor is any more than three.
    if (value.length * 3 > maxValueBytes) {
      const bytes = value.length > maxValueBytes ? value.length : utf8Bytes(value);
      if (bytes > maxValueBytes) {
        throw new RangeError(`${argument} must be at most ${maxValueBytes} bytes for ${name}, got ${bytes} or more`);
      }
    }
  }

  return {
    guarantees,
    async get(key) {
      checkKey(key);
      return backend.get(key);
    },
    async set(key, value, options) {
      checkKey(key);
      checkValue("value", value);
      await backend.set(key, value, toTtlMs(options));
    },
    async delete(key) {
      checkKey(key);
      await backend.delete(key);
    },
    async compareAndSet(key, expected, next, options) {
      checkKey(key);
      if (expected !== null) {
        checkValue("expected", expected);
      }
      if (next !== null) {
        checkValue("next", next);
      }
      return backend.compareAndSet(key, expected, next, toTtlMs(options));
    },
  };
}
