import type { KeyValueStore } from "../store/index.ts";

/** How long a record and its text are kept: they outlive the redeliveries of the event. */
export const TTL_SECONDS = 86_400;

/** How often a change is tried again that another writer overtook. */
const ROUNDS = 8;

/**
 * Changes a value by what it is, in one step where the store can.
 *
 * @param next - Returns the new value, or `undefined` if nothing is to be changed.
 * @returns Whether the value was changed; `undefined` if other writers were faster each time.
 */
export async function change(
  store: KeyValueStore,
  key: string,
  next: (found: string | null) => string | undefined,
): Promise<boolean | undefined> {
  const options = { ttlSeconds: TTL_SECONDS };
  for (let round = 0; round < ROUNDS; round++) {
    const found = await store.get(key);
    const made = next(found);
    if (made === undefined) {
      return false;
    }
    if (!store.compareAndSet) {
      await store.set(key, made, options);
      return true;
    }
    if (await store.compareAndSet(key, found, made, options)) {
      return true;
    }
  }
  return undefined;
}
