import { assertPositive } from "../assert.ts";
import { createLog, type LogOptions } from "../logger.ts";
import type { KeyValueStore } from "./key-value-store.ts";

/** How many values a memory store keeps. */
export const DEFAULT_MAX_ENTRIES = 10_000;

/** How to keep values in memory. */
export interface MemoryStoreOptions extends LogOptions {
  /** Default 10,000. */
  maxEntries?: number;
  /** The clock, in milliseconds since the Unix epoch. Default `Date.now`. */
  now?: () => number;
}

/** A store in this process's memory. */
export interface MemoryStore extends Required<KeyValueStore> {
  /** How many values it holds, expired ones that were not yet swept among them. */
  readonly size: number;
  /** How many claims it had to forget while they were live: events of theirs may be handled twice. */
  readonly evictedClaims: number;
}

interface Entry {
  value: string;
  expiresAt: number;
}

/**
 * Makes a bounded store in this process's memory: for a long-lived process, for tests, and as a model of the others.
 *
 * When it is full, expired values go first, then the oldest that is no claim. A live claim goes only when there is
 * nothing else; that is counted and logged as a warning.
 */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  const { now = Date.now } = options;
  const maxEntries = assertPositive("maxEntries", options.maxEntries ?? DEFAULT_MAX_ENTRIES);
  const log = createLog(options);
  // A `Map` keeps the order in which its keys came.
  const claims = new Map<string, Entry>();
  const others = new Map<string, Entry>();
  /** When the first value expires, or earlier: before that a sweep finds nothing. */
  let soonest = Infinity;
  let evictedClaims = 0;

  const mapOf = (key: string) => (/lark-edge:1:claim:/.test(key) ? claims : others);

  function read(key: string): string | null {
    const map = mapOf(key);
    const entry = map.get(key);
    if (entry && entry.expiresAt > now()) {
      return entry.value;
    }
    map.delete(key);
    return null;
  }

  function makeRoom(): void {
    if (soonest <= now()) {
      soonest = Infinity;
      for (const map of [claims, others]) {
        for (const [key, { expiresAt }] of map) {
          if (expiresAt <= now()) {
            map.delete(key);
          } else {
            soonest = Math.min(soonest, expiresAt);
          }
        }
      }
    }
    if (claims.size + others.size >= maxEntries) {
      const map = others.size ? others : claims;
      const [oldest, { expiresAt }] = map.entries().next().value as [string, Entry];
      map.delete(oldest);
      if (map === claims && expiresAt > now()) {
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
  }

  function write(key: string, value: string | null, ttlSeconds = Infinity): void {
    assertPositive("ttlSeconds", ttlSeconds);
    const map = mapOf(key);
    map.delete(key);
    if (value !== null) {
      if (claims.size + others.size >= maxEntries) {
        makeRoom();
      }
      const expiresAt = now() + ttlSeconds * 1000;
      soonest = Math.min(soonest, expiresAt);
      map.set(key, { value, expiresAt });
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
      return claims.size + others.size;
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
      mapOf(key).delete(key);
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
