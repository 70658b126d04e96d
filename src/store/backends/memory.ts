import { assertPositive, createLog, type LogOptions } from "../../base/index.ts";
import type { KeyValueStore } from "../key-value-store.ts";
import { isClaimKey } from "../keys.ts";
import { type Aging, type ByAge, createByAge } from "./by-age.ts";
import { createByExpiry, type Expiring } from "./by-expiry.ts";

/** How many values a memory store keeps. */
export const DEFAULT_MAX_ENTRIES = 10_000;

/** How to keep values in memory. */
export interface MemoryStoreOptions extends LogOptions {
  /** The most values that are kept. Default 10,000. Not positive: a `RangeError`. */
  maxEntries?: number | undefined;
  /** The clock, in milliseconds since the Unix epoch. Default `Date.now`. */
  now?: (() => number) | undefined;
}

/** A store in this process's memory. */
export interface MemoryStore extends Required<KeyValueStore> {
  /** How many values it holds, expired ones that were not yet swept among them. */
  readonly size: number;
  /** How many live claims were evicted. Their events may be handled twice. */
  readonly evictedClaims: number;
}

/** How many expired values a write takes with it at most, so that none takes long. */
const SWEPT_PER_WRITE = 4;

interface Entry extends Aging<Entry>, Expiring {
  key: string;
  value: string;
  line: ByAge<Entry>;
}

/**
 * Makes a bounded store in this process's memory: for a long-lived process, for tests, and as a model of the others.
 *
 * Each write takes a few expired values with it. When the store is full all the same, the oldest that is no claim goes. A
 * live claim goes only when there is nothing else; that is counted and logged as a warning.
 *
 * @throws {RangeError} `maxEntries` is not positive.
 * @example
 * const events = new EventDispatcher({ encryptKey, verificationToken, once: once({ store: memoryStore() }) });
 */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  const { now = Date.now } = options;
  const maxEntries = assertPositive("maxEntries", options.maxEntries ?? DEFAULT_MAX_ENTRIES);
  const log = createLog(options);
  const entries = new Map<string, Entry>();
  const claims = createByAge<Entry>();
  const others = createByAge<Entry>();
  const expiring = createByExpiry<Entry>();
  let evictedClaims = 0;

  function remove(entry: Entry | undefined): void {
    if (entry) {
      entries.delete(entry.key);
      entry.line.remove(entry);
      expiring.remove(entry);
    }
  }

  function read(key: string): string | null {
    const entry = entries.get(key);
    if (entry && entry.expiresAt > now()) {
      return entry.value;
    }
    remove(entry);
    return null;
  }

  function sweep(): void {
    for (let left = SWEPT_PER_WRITE; left; left--) {
      const entry = expiring.soonest();
      if (!entry || entry.expiresAt > now()) {
        break;
      }
      remove(entry);
    }
  }

  function makeRoom(): void {
    const other = others.oldest();
    remove(other ?? claims.oldest());
    if (!other) {
      evictedClaims++;
      // Once per filling: a store that is too small would write a line for each event.
      if (evictedClaims % maxEntries === 1 || maxEntries === 1) {
        log(
          "warn",
          `the memory store is full (${maxEntries}) and forgot ${evictedClaims} live claims: raise maxEntries`,
        );
      }
    }
  }

  function write(key: string, value: string | null, ttlSeconds = Infinity): void {
    assertPositive("ttlSeconds", ttlSeconds);
    remove(entries.get(key));
    sweep();
    if (value !== null) {
      if (entries.size >= maxEntries) {
        makeRoom();
      }
      const line = isClaimKey(key) ? claims : others;
      const expiresAt = now() + ttlSeconds * 1000;
      const entry: Entry = { key, value, line, expiresAt, at: -1, older: undefined, younger: undefined };
      entries.set(key, entry);
      line.add(entry);
      if (expiresAt < Infinity) {
        expiring.add(entry);
      }
    }
  }

  return {
    // Between all who share this one process.
    guarantees: {
      atomic: true,
      readYourWrites: "everywhere",
      ttlFloorSeconds: 0,
      ttlLagSeconds: 0,
      maxValueBytes: Number.POSITIVE_INFINITY,
    },
    get size() {
      return entries.size;
    },
    get evictedClaims() {
      return evictedClaims;
    },
    async get(key) {
      return read(key);
    },
    async set(key, value, options) {
      write(key, value, options?.ttlSeconds);
    },
    async delete(key) {
      remove(entries.get(key));
    },
    async compareAndSet(key, expected, next, options) {
      const matches = read(key) === expected;
      if (matches) {
        write(key, next, options?.ttlSeconds);
      }
      return matches;
    },
  };
}
