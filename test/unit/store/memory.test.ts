import { describe, expect, test } from "vitest";
import { DEFAULT_MAX_ENTRIES, memoryStore } from "../../../src/store/backends/memory.ts";
import { storeKey } from "../../../src/store/index.ts";
import { testKeyValueStore } from "../../contract/key-value-store.ts";
import { lateStore, plainStore } from "../../support/late-store.ts";

/** A store whose clock stands still, and what it logs. */
function create(maxEntries?: number) {
  let time = 1_700_000_000_000;
  const lines: string[] = [];
  const write = (...message: unknown[]) => lines.push(message.join(" "));
  const logger = { error: write, warn: write, info: write, debug: write };
  const store = memoryStore({ now: () => time, logger, ...(maxEntries && { maxEntries }) });
  const advance = (ms: number) => {
    time += ms;
  };
  return { store, advance, lines };
}

const claim = (id: string, prefix = "") => storeKey(prefix, "claim", "", "cli_1", id);

describe("the memory store keeps the contract", () => {
  testKeyValueStore(test, () => ({ ...create(), punctual: true }), { clock: true, compareAndSet: true });
});

describe("a backend that forgets late keeps the contract", () => {
  const late = () => {
    const { store, advance } = create();
    return { store: lateStore(store, 3_600), advance };
  };
  testKeyValueStore(test, late, { clock: true, compareAndSet: true });

  test("and does answer with an expired value", async () => {
    const { store, advance } = late();
    await store.set("key", "value", { ttlSeconds: 1 });
    advance(2_000);
    expect(await store.get("key")).toBe("value");
  });
});

describe("a backend without compareAndSet keeps the contract", () => {
  testKeyValueStore(test, () => ({ ...create(), store: plainStore(create().store) }), {
    clock: false,
    compareAndSet: false,
  });
});

describe("the memory store", () => {
  test("keeps 10,000 values unless told otherwise", async () => {
    expect(DEFAULT_MAX_ENTRIES).toBe(10_000);
    const { store } = create();
    for (let at = 0; at < 10_050; at++) {
      await store.set(`key-${at}`, "value");
    }
    expect(store.size).toBe(10_000);
  });

  test.each([0, -1, Number.NaN])("refuses a maxEntries of %d", (maxEntries) => {
    expect(() => memoryStore({ maxEntries })).toThrow(RangeError);
  });

  test.each([0, -1, Number.NaN])("refuses a ttlSeconds of %d, and keeps what it had", async (ttlSeconds) => {
    const { store } = create();
    await store.set("key", "value");
    await expect(store.set("key", "other", { ttlSeconds })).rejects.toThrow(RangeError);
    await expect(store.compareAndSet("key", "value", "other", { ttlSeconds })).rejects.toThrow(RangeError);
    expect(await store.get("key")).toBe("value");
  });

  test("is a store of its own each time", async () => {
    const first = memoryStore();
    await first.set("key", "value");
    expect(await memoryStore().get("key")).toBeNull();
  });

  test("uses the real clock where none is given", async () => {
    const store = memoryStore();
    await store.set("key", "value", { ttlSeconds: 100 });
    expect(await store.get("key")).toBe("value");
  });

  test("forgets the oldest value when it is full", async () => {
    const { store } = create(3);
    for (const key of ["a", "b", "c", "d"]) {
      await store.set(key, key);
    }
    expect(await Promise.all(["a", "b", "c", "d"].map((key) => store.get(key)))).toEqual([null, "b", "c", "d"]);
    expect(store.size).toBe(3);
  });

  test("needs no room for a value that is set again, which then is the newest", async () => {
    const { store } = create(2);
    await store.set("a", "1");
    await store.set("b", "1");
    await store.set("a", "2");
    expect(await store.get("b")).toBe("1");
    await store.set("c", "1");
    expect([await store.get("a"), await store.get("b")]).toEqual(["2", null]);
  });

  test("forgets expired values first, wherever they stand", async () => {
    const { store, advance } = create(3);
    await store.set("old", "value");
    await store.set("expired", "value", { ttlSeconds: 1 });
    await store.set("young", "value");
    advance(2_000);
    await store.set("new", "value");
    expect(await Promise.all(["old", "young", "new"].map((key) => store.get(key)))).toEqual([
      "value",
      "value",
      "value",
    ]);
  });

  test("forgets expired values first, also right after it has looked for some", async () => {
    const { store, advance } = create(3);
    await store.set("old", "value");
    await store.set("a", "value");
    await store.set("b", "value");
    await store.set("expired", "value", { ttlSeconds: 0.5 });
    advance(600);
    await store.set("new", "value");
    expect([await store.get("a"), await store.get("b"), await store.get("new")]).toEqual(["value", "value", "value"]);
  });
});

describe("claims in the memory store", () => {
  test("stay when there is anything else to forget, however old they are", async () => {
    const { store, lines } = create(3);
    await store.compareAndSet(claim("1"), null, "mine");
    for (const key of ["a", "b", "c", "d"]) {
      await store.set(key, key);
    }
    expect(await store.get(claim("1"))).toBe("mine");
    expect([await store.get("c"), await store.get("d")]).toEqual(["c", "d"]);
    expect([store.evictedClaims, lines]).toEqual([0, []]);
  });

  test("go last, the oldest first; that is counted and warned of", async () => {
    const { store, lines } = create(2);
    await store.compareAndSet(claim("1"), null, "mine", { ttlSeconds: 100 });
    await store.compareAndSet(claim("2"), null, "mine", { ttlSeconds: 100 });
    await store.compareAndSet(claim("3"), null, "mine", { ttlSeconds: 100 });
    expect(await store.get(claim("1"))).toBeNull();
    expect([await store.get(claim("2")), await store.get(claim("3"))]).toEqual(["mine", "mine"]);
    expect(store.evictedClaims).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/claim.*maxEntries/);
    await store.set("other", "value");
    expect(store.evictedClaims).toBe(2);
  });

  test("that are expired go without being counted", async () => {
    const { store, advance, lines } = create(2);
    await store.compareAndSet(claim("1"), null, "mine", { ttlSeconds: 1 });
    await store.compareAndSet(claim("2"), null, "mine", { ttlSeconds: 1 });
    advance(2_000);
    await store.compareAndSet(claim("3"), null, "mine");
    expect(store.size).toBe(1);
    expect([store.evictedClaims, lines]).toEqual([0, []]);
  });

  test("that live stay while an expired one can go, also right after it has looked for some", async () => {
    const { store, advance, lines } = create(3);
    await store.set(claim("live"), "mine");
    await store.set(claim("short"), "mine", { ttlSeconds: 0.5 });
    await store.set("a", "value");
    await store.set("b", "value");
    advance(600);
    await store.set(claim("new-1"), "mine");
    await store.set(claim("new-2"), "mine");
    expect(await store.get(claim("live"))).toBe("mine");
    expect([store.evictedClaims, lines]).toEqual([0, []]);
  });

  test("are counted only when they are forgotten for room, not when they are released", async () => {
    const { store } = create(2);
    await store.set(claim("1"), "mine");
    await store.compareAndSet(claim("1"), "mine", null);
    await store.set(claim("2"), "mine");
    await store.delete(claim("2"));
    expect([store.size, store.evictedClaims]).toEqual([0, 0]);
  });

  test.each(["", "app:", "prod/", "bot-", "a b "])("are known under the keyPrefix %j", async (prefix) => {
    const { store } = create(2);
    await store.set(claim("1", prefix), "mine");
    await store.set("a", "value");
    await store.set("b", "value");
    expect(await store.get(claim("1", prefix))).toBe("mine");
    expect(await store.get("a")).toBeNull();
  });

  test("are not what only looks like one in a part of its key", async () => {
    const { store } = create(2);
    const token = storeKey("", "tenant_access_token", "open.feishu.cn", "lark-edge:1:claim:");
    await store.set(token, "token");
    await store.set(claim("1"), "mine");
    await store.set(claim("2"), "mine");
    expect(await store.get(token)).toBeNull();
    expect(store.evictedClaims).toBe(0);
  });
});
