// What holds only between requests, and between lives of the Worker.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { StoreGuarantees } from "../../../../src/store/index.ts";
import { ATOMIC, type BackendName, HAS } from "./backends.ts";
import { type RunningStores, startStores } from "./start.ts";

let stores: RunningStores;
beforeAll(async () => {
  stores = await startStores();
});
afterAll(() => stores?.[Symbol.asyncDispose]());

describe.each(ATOMIC)("%s", (backend) => {
  test("of 50 requests that claim one key exactly one wins", async () => {
    const owners = Array.from({ length: 50 }, (_, owner) => `owner ${owner}`);
    const won = await Promise.all(owners.map((owner) => stores.call(backend, "compareAndSet", "claim", null, owner)));
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await stores.call(backend, "get", "claim")).toBe(owners[won.indexOf(true)]);
  });

  test("of 50 requests that take one claim over exactly one wins", async () => {
    await stores.call(backend, "set", "dead", "owner");
    const heirs = Array.from({ length: 50 }, (_, heir) => `heir ${heir}`);
    const won = await Promise.all(heirs.map((heir) => stores.call(backend, "compareAndSet", "dead", "owner", heir)));
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await stores.call(backend, "get", "dead")).toBe(heirs[won.indexOf(true)]);
  });

  test("of 50 requests that claim a key whose claim has expired exactly one wins", async () => {
    await stores.call(backend, "set", "expired", "old", { ttlSeconds: 0.001 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const owners = Array.from({ length: 50 }, (_, owner) => `owner ${owner}`);
    const won = await Promise.all(owners.map((owner) => stores.call(backend, "compareAndSet", "expired", null, owner)));
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await stores.call(backend, "get", "expired")).toBe(owners[won.indexOf(true)]);
  });
});

test("a value is gone when its time is over, and not before, by each backend's own clock", async () => {
  const lived = ATOMIC.map(async (backend) => {
    const start = Date.now();
    await stores.call(backend, "set", "short", "value", { ttlSeconds: 1 });
    await vi.waitUntil(async () => (await stores.call(backend, "get", "short")) === null, { timeout: 10_000 });
    return Date.now() - start;
  });
  for (const [at, lifeMs] of (await Promise.all(lived)).entries()) {
    expect(lifeMs, ATOMIC[at]).toBeGreaterThanOrEqual(1_000);
  }
});

test("every backend tells what it promises, and has compareAndSet only if it is atomic", async () => {
  const told: Record<string, unknown> = {};
  for (const backend of Object.keys(HAS) as BackendName[]) {
    const { guarantees, methods } = (await stores.send("/guarantees", { backend })) as {
      guarantees: StoreGuarantees;
      methods: string[];
    };
    expect(guarantees.atomic, backend).toBe(HAS[backend].compareAndSet);
    expect(methods.includes("compareAndSet"), backend).toBe(HAS[backend].compareAndSet);
    told[backend] = Object.values(guarantees).join(" ");
  }
  expect(told).toMatchObject({
    "Workers KV": "false eventually 60 60 26214400",
    D1: "true everywhere 0 0 1998000",
    "Durable Objects": "true everywhere 0 0 130048",
    "memory before Workers KV": "false eventually 60 120 26214400",
    "memory before Durable Objects": "false eventually 0 60 130048",
  });
});

test("what was stored outlives the Worker, and a claim stays taken", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lark-edge-"));
  const kept = (Object.keys(HAS) as BackendName[]).filter((name) => !name.startsWith("memory"));
  try {
    {
      await using first = await startStores(folder);
      await Promise.all(kept.map((backend) => first.call(backend, "set", "token", `of ${backend}`)));
      // Ended while claims are under way: each was taken or was not, and nothing in between.
      const claims = ATOMIC.map((backend) => first.call(backend, "compareAndSet", "claim", null, "first"));
      expect(await Promise.all(claims)).toEqual(ATOMIC.map(() => true));
      for (const backend of ATOMIC) {
        first.call(backend, "compareAndSet", "race", null, "first").catch(() => {});
      }
    }
    await using second = await startStores(folder);
    for (const backend of kept) {
      expect(await second.call(backend, "get", "token")).toBe(`of ${backend}`);
    }
    for (const backend of ATOMIC) {
      expect(await second.call(backend, "compareAndSet", "claim", null, "second")).toBe(false);
      expect(await second.call(backend, "compareAndSet", "claim", "first", null)).toBe(true);
      const raced = await second.call(backend, "get", "race");
      expect(["first", null]).toContain(raced);
      expect(await second.call(backend, "compareAndSet", "race", raced, "second")).toBe(true);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
