import { expect, test } from "vitest";
import { memoryStore } from "../../../src/store/backends/memory.ts";
import { storeKey } from "../../../src/store/index.ts";

const MAX_ENTRIES = 20;
const OPERATIONS = 5_000;
const SWEPT = 4;

interface Kept {
  key: string;
  value: string;
  expiresAt: number;
}

/** Numbers from 0 to 1, the same for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What the store promises, in the plainest way: a list in the order of the writes. */
function createModel(now: () => number) {
  let list: Kept[] = [];
  let evictedClaims = 0;
  const isClaim = ({ key }: Kept) => key.includes(":claim:");
  const drop = (gone: Kept | undefined) => {
    list = list.filter((kept) => kept !== gone);
  };
  return {
    get: (key: string) => {
      const kept = list.find((one) => one.key === key);
      if (kept && kept.expiresAt <= now()) {
        drop(kept);
      }
      return kept && kept.expiresAt > now() ? kept.value : null;
    },
    set(key: string, value: string, ttlSeconds: number) {
      drop(list.find((kept) => kept.key === key));
      for (let left = SWEPT; left; left--) {
        const soonest = list.reduce<Kept | undefined>((a, b) => (a && a.expiresAt <= b.expiresAt ? a : b), undefined);
        if (soonest && soonest.expiresAt <= now()) {
          drop(soonest);
        }
      }
      if (list.length >= MAX_ENTRIES) {
        const other = list.find((kept) => !isClaim(kept));
        evictedClaims += other ? 0 : 1;
        drop(other ?? list[0]);
      }
      list.push({ key, value, expiresAt: now() + ttlSeconds * 1000 });
    },
    delete: (key: string) => drop(list.find((kept) => kept.key === key)),
    size: () => list.length,
    evictedClaims: () => evictedClaims,
  };
}

test.each([1, 2, 3])("5,000 operations on a store that is full agree with a plain model (seed %d)", async (seed) => {
  const random = createRandom(seed);
  const below = (count: number) => Math.floor(random() * count);
  let time = 1_700_000_000_000;
  const now = () => time;
  const store = memoryStore({ now, maxEntries: MAX_ENTRIES, loggerLevel: "silent" });
  const model = createModel(now);
  for (let at = 0; at < OPERATIONS; at++) {
    // The times differ by fractions: of two that expire at once either may go first.
    time += below(300) + random();
    const kind = random() < 0.6 ? "claim" : "app_ticket";
    const key = storeKey("", kind, "", "cli_1", `${below(40)}`);
    const choice = random();
    if (choice < 0.3) {
      expect(await store.get(key)).toBe(model.get(key));
    } else if (choice < 0.4) {
      await store.delete(key);
      model.delete(key);
    } else {
      const ttlSeconds = random() < 0.2 ? Infinity : 0.1 + random() * 20;
      await store.set(key, `${at}`, { ttlSeconds });
      model.set(key, `${at}`, ttlSeconds);
    }
    expect([store.size, store.evictedClaims]).toEqual([model.size(), model.evictedClaims()]);
  }
  expect(model.evictedClaims()).toBeGreaterThan(0);
});

test("a write takes no more than four expired values with it, so that none takes long", async () => {
  let time = 1_700_000_000_000;
  const store = memoryStore({ now: () => time });
  for (let at = 0; at < 100; at++) {
    await store.set(`${at}`, "value", { ttlSeconds: 1 });
  }
  time += 2_000;
  await store.set("new", "value");
  expect(store.size).toBe(97);
  for (let at = 0; at < 24; at++) {
    await store.set("new", "value");
  }
  expect(store.size).toBe(1);
});
