import type { KeyValueStore, SetOptions, StoreGuarantees } from "../key-value-store.ts";
import { checkKey, checkTtl, checkValue, utf8Bytes } from "./check.ts";

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

/** Whole milliseconds, rounded up, because databases refuse fractions. */
function toTtlMs(options?: SetOptions): number | undefined {
  const ttlSeconds = checkTtl(options);
  return ttlSeconds && Math.ceil(ttlSeconds * 1000);
}

/**
 * Makes a store of a backend: refuses bad input before any I/O, and lets the methods be taken off.
 *
 * The errors contain sizes, and never a key or a value, which can hold a token.
 */
export function checkedStore(backend: Backend): Required<KeyValueStore> {
  const { name, guarantees, maxKeyBytes, keyBytes = utf8Bytes } = backend;
  const { maxValueBytes } = guarantees;

  function checkSize(key: string): void {
    checkKey(key);
    // No character is less than a byte, so that a huge text is not encoded only to be refused.
    const bytes = key.length > maxKeyBytes ? key.length : keyBytes(key);
    if (bytes > maxKeyBytes) {
      throw new RangeError(`key must be at most ${maxKeyBytes} bytes for ${name}, got ${bytes}`);
    }
  }

  return {
    guarantees,
    async get(key) {
      checkSize(key);
      return backend.get(key);
    },
    async set(key, value, options) {
      checkSize(key);
      checkValue(value, maxValueBytes);
      await backend.set(key, value, toTtlMs(options));
    },
    async delete(key) {
      checkSize(key);
      await backend.delete(key);
    },
    async compareAndSet(key, expected, next, options) {
      checkSize(key);
      if (expected !== null) {
        checkValue(expected, maxValueBytes, "expected");
      }
      if (next !== null) {
        checkValue(next, maxValueBytes, "next");
      }
      return backend.compareAndSet(key, expected, next, toTtlMs(options));
    },
  };
}
