import { assertPositive } from "../../base/index.ts";
import type { KeyValueStore, StoreGuarantees } from "../key-value-store.ts";
import { checkMethods, checkTtl } from "./check.ts";
import { spread } from "./spread.ts";

/** How long memory answers for the remote store, in seconds. */
export const DEFAULT_MAX_AGE_SECONDS = 60;

/** How to put memory in front of a store. */
export interface LayeredStoreOptions {
  /**
   * How long memory answers before the remote store is read again, in seconds. Default 60. Not positive: a `RangeError`.
   *
   * Another instance's write is seen after that time at the latest. A minute suits tokens and tickets: an older one is
   * still good for half an hour after the platform gives a new one, and one that is declared invalid is deleted.
   */
  maxAgeSeconds?: number | undefined;
}

/** How many counters of writes there are. Two keys that share one only cost a question to the remote store. */
const COUNTERS = 256;

const combine = (memory: StoreGuarantees, remote: StoreGuarantees, maxAgeSeconds: number): StoreGuarantees => ({
  atomic: false,
  readYourWrites: "eventually",
  ttlFloorSeconds: remote.ttlFloorSeconds,
  // A value that was read says nothing of its ttl, so memory may hold it for longer.
  ttlLagSeconds: remote.ttlLagSeconds + maxAgeSeconds,
  maxValueBytes: Math.min(memory.maxValueBytes, remote.maxValueBytes),
});

/**
 * Puts memory in front of a remote store: one read a minute and key instead of one per use.
 *
 * It has no `compareAndSet`, even if both stores do: memory cannot know what another instance did, and a claim that
 * is built on it is no claim. Give claims the remote store itself.
 *
 * - Reads look into memory first, and the remote store's value stays in memory for `maxAgeSeconds`. The absence of a
 *   value is not remembered, so a ticket or a mark that arrives is seen at once.
 * - Writes and deletions go to the remote store first. If it fails, so do they, and the key is removed from memory.
 * - A read fills memory only if no other call changed the key meanwhile, so a slow read never restores an old value.
 *
 * @param memory - A store in this process: `memoryStore()`.
 * @param remote - The store that all instances share.
 * @throws {TypeError} One of them is missing.
 * @throws {RangeError} `maxAgeSeconds` is not positive.
 * @example
 * const store = layeredStore(memoryStore(), cloudflareKvStore(env.KV))
 */
export function layeredStore(
  memory: KeyValueStore,
  remote: KeyValueStore,
  options: LayeredStoreOptions = {},
): Omit<KeyValueStore, "compareAndSet"> {
  for (const [name, store] of Object.entries({ memory, remote })) {
    checkMethods(
      `the ${name} store given to layeredStore`,
      store,
      ["get", "set", "delete"],
      "is it a store, made already?",
    );
  }
  const maxAgeSeconds = assertPositive("maxAgeSeconds", options.maxAgeSeconds ?? DEFAULT_MAX_AGE_SECONDS);
  // Counted at the start and at the end of a write. A list of those under way would be exact, but on workerd a call
  // whose request has ended stays under way for ever.
  const writes = new Uint32Array(COUNTERS);
  const count = (key: string) => writes[spread(key, COUNTERS)];
  const add = (key: string) => {
    writes[spread(key, COUNTERS)] = (count(key) ?? 0) + 1;
    return count(key);
  };

  const near = memory.guarantees;
  const far = remote.guarantees;
  return {
    // A guarantee that one store does not state is not stated for both.
    ...(near && far && { guarantees: combine(near, far, maxAgeSeconds) }),
    async get(key) {
      const kept = await memory.get(key);
      if (kept !== null) {
        return kept;
      }
      const before = count(key);
      const value = await remote.get(key);
      if (value !== null && before === count(key)) {
        await memory.set(key, value, { ttlSeconds: maxAgeSeconds });
      }
      return value;
    },
    async set(key, value, options) {
      const ttlSeconds = Math.min(checkTtl(options) ?? maxAgeSeconds, maxAgeSeconds);
      const mine = add(key);
      let isAlone = false;
      try {
        await remote.set(key, value, options);
        isAlone = mine === count(key);
      } finally {
        add(key);
        // After a failure or a concurrent write, the value in the remote store is unknown.
        await (isAlone ? memory.set(key, value, { ttlSeconds }) : memory.delete(key));
      }
    },
    async delete(key) {
      add(key);
      // Also before, so that a value which is being deleted, such as an invalid token, is not returned meanwhile.
      await memory.delete(key);
      try {
        await remote.delete(key);
      } finally {
        add(key);
        await memory.delete(key);
      }
    },
  };
}
