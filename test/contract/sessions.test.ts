// Sessions on a store in memory, and the model that judges them on every store.
import { describe, expect, test } from "vitest";
import { memoryStore } from "../../src/store/backends/memory.ts";
import type { KeyValueStore } from "../../src/store/index.ts";
import { interleaveSessions, SESSION_SEEDS, sessionSeeds } from "./session-model.ts";

const store = () => memoryStore({ now: () => 0, maxEntries: 1e6 });

test("interleavings of sessions keep to the model, and everything that it knows happens in them", async () => {
  const seeds = sessionSeeds(2_000);
  const { problems, interleavings, ...counts } = await interleaveSessions(store(), seeds);
  expect(problems).toEqual([]);
  expect(interleavings).toBe(seeds.length);
  for (const [what, count] of Object.entries(counts)) {
    expect(count, what).toBeGreaterThan(50);
  }
}, 3_600_000);

test("the same seed is the same interleaving of sessions", async () => {
  const seeds = SESSION_SEEDS.slice(0, 50);
  expect(await interleaveSessions(store(), seeds)).toEqual(await interleaveSessions(store(), seeds));
});

describe("the model of sessions finds", () => {
  const BROKEN: Record<string, (own: KeyValueStore) => KeyValueStore> = {
    "a store that does not compare": (own) => ({
      ...own,
      compareAndSet: async (key, _, next, options) =>
        own.compareAndSet?.(key, await own.get(key), next, options) ?? false,
    }),
    "a store that says yes and does nothing": (own) => ({ ...own, compareAndSet: async () => true }),
  };
  test.each(Object.keys(BROKEN))("%s", async (what) => {
    const { problems } = await interleaveSessions(
      BROKEN[what]?.(store()) as KeyValueStore,
      SESSION_SEEDS.slice(0, 200),
    );
    expect(problems.length).toBeGreaterThan(0);
  });
});
