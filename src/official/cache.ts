import type { KeyValueStore } from "../store/index.ts";

/** The official SDK's `cache`. */
export interface Cache {
  /** Resolves to the value, or to nothing. */
  get(key: string, options?: { namespace?: string }): Promise<unknown>;
  /**
   * Stores a value.
   *
   * @param expiredTime - In milliseconds since the Unix epoch.
   */
  set(key: string, value: unknown, expiredTime?: number, options?: { namespace?: string }): Promise<unknown>;
}

/**
 * Makes a store of a `cache`: tokens and `app_ticket`s are kept as texts under keys of lark-edge.
 *
 * @throws {TypeError} It is no cache.
 * @see https://github.com/larksuite/node-sdk
 */
export function cacheStore(cache: Cache): KeyValueStore {
  for (const method of ["get", "set"] as const) {
    if (typeof cache?.[method] !== "function") {
      throw new TypeError(`cache must have the methods get and set; ${method} is missing`);
    }
  }
  return {
    // A deleted value is empty: a cache has no method for it.
    get: async (key) => ((await cache.get(key)) as string | undefined) || null,
    async set(key, value, { ttlSeconds } = {}) {
      await cache.set(key, value, ttlSeconds && Date.now() + ttlSeconds * 1_000);
    },
    async delete(key) {
      await cache.set(key, "", Date.now());
    },
  };
}
