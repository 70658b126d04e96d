import type { KeyValueStore, SetOptions } from "../../src/store/index.ts";

/**
 * Makes a backend that answers with values which have expired, for a while: Deno KV gave back a value of 100 ms four
 * seconds later, and others promise no more.
 */
export function lateStore(store: KeyValueStore, lateSeconds: number): KeyValueStore {
  const late = (options?: SetOptions) =>
    options?.ttlSeconds ? { ttlSeconds: options.ttlSeconds + lateSeconds } : options;
  const { compareAndSet } = store;
  return {
    get: store.get,
    set: (key, value, options) => store.set(key, value, late(options)),
    delete: store.delete,
    ...(compareAndSet && {
      compareAndSet: (key: string, expected: string | null, next: string | null, options?: SetOptions) =>
        compareAndSet(key, expected, next, late(options)),
    }),
  };
}

/** Makes a backend with the three necessary methods alone. */
export const plainStore = ({ get, set, delete: remove }: KeyValueStore): KeyValueStore => ({
  get,
  set,
  delete: remove,
});
