import type { KeyValueStore } from "../key-value-store.ts";
import { type Ask, tryTwice } from "./ask.ts";
import { type ClaimStore, isRunning } from "./claim.ts";

/** How many claims one isolate remembers. */
const MAX_REMEMBERED = 10_000;

/**
 * Claims on a store without `compareAndSet`: exact within this isolate.
 *
 * The store is read once before a claim is given, and gets a mark when it is done. Without the store this isolate decides
 * alone.
 */
export function bestEffortClaims(store: KeyValueStore, ask: Ask): ClaimStore {
  const known = new Map<string, string>();
  return {
    get: async (key) => known.get(key) ?? store.get(key),
    async compareAndSet(key, expected, next, options) {
      const local = known.get(key);
      if (local !== undefined && local !== expected) {
        return false;
      }
      if (next === null) {
        known.delete(key);
        return true;
      }
      // Taken before the first wait, or two deliveries at once would both have it.
      known.set(key, next);
      const remote = local === undefined && (await ask(() => tryTwice(() => store.get(key))));
      if (remote && remote.value !== expected) {
        known.delete(key);
        return false;
      }
      if (!isRunning(next)) {
        await ask(() => tryTwice(() => store.set(key, next, options)));
      }
      while (known.size > MAX_REMEMBERED) {
        known.delete(known.keys().next().value as string);
      }
      return true;
    },
  };
}
