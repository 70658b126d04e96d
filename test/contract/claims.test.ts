// Claims on a store in memory, and the model that judges them on every store.
import { describe, expect, test } from "vitest";
import { memoryStore } from "../../src/store/backends/memory.ts";
import type { ClaimStore } from "../../src/store/shared/claim.ts";
import { interleave, SEEDS } from "./claim-model.ts";

const store = () => memoryStore({ now: () => 0, maxEntries: 1e6 });

test("10,000 interleavings keep to the model, and everything that it knows happens in them", async () => {
  const { problems, interleavings, ...counts } = await interleave(store(), SEEDS);
  expect(problems).toEqual([]);
  expect(interleavings).toBe(SEEDS.length);
  for (const [what, count] of Object.entries(counts)) {
    expect(count, what).toBeGreaterThan(100);
  }
}, 120_000);

test("the same seed is the same interleaving", async () => {
  expect(await interleave(store(), SEEDS.slice(0, 50))).toEqual(await interleave(store(), SEEDS.slice(0, 50)));
});

describe("the model finds", () => {
  const BROKEN: Record<string, (own: ClaimStore) => ClaimStore> = {
    "a store that does not compare": (own) => ({
      get: own.get,
      compareAndSet: async (key, _, next, options) => own.compareAndSet(key, await own.get(key), next, options),
    }),
    "a store that says yes and does nothing": (own) => ({ get: own.get, compareAndSet: async () => true }),
    "a store that answers nothing": (own) => ({ get: async () => null, compareAndSet: own.compareAndSet }),
  };
  test.each(Object.keys(BROKEN))("%s", async (what) => {
    const { problems } = await interleave(BROKEN[what]?.(store()) as ClaimStore, SEEDS.slice(0, 100));
    expect(problems.length).toBeGreaterThan(0);
  });
});
