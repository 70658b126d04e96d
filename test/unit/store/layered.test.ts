import { describe, expect, test, vi } from "vitest";
import { DEFAULT_MAX_AGE_SECONDS, layeredStore } from "../../../src/store/backends/layered.ts";
import { memoryStore } from "../../../src/store/backends/memory.ts";
import type { KeyValueStore } from "../../../src/store/index.ts";
import { testKeyValueStore } from "../../contract/key-value-store.ts";
import { HOSTILE_KEYS } from "../../contract/store-backend.ts";
import { lateStore } from "../../support/late-store.ts";

/** A remote store that is counted, and that can be held or made to fail. */
function setup(maxAgeSeconds?: number) {
  let time = 1_700_000_000_000;
  const now = () => time;
  const memory = memoryStore({ now });
  const kept = memoryStore({ now });
  const calls: string[] = [];
  /** What a call of the remote store waits for before it looks, and before it answers. */
  let gate: { before?: Promise<void>; after?: Promise<void> } = {};
  async function through<T>(name: string, call: () => Promise<T>): Promise<T> {
    const { before, after } = gate;
    calls.push(name);
    await before;
    const result = await call();
    await after;
    return result;
  }
  const remote: KeyValueStore = {
    ...kept,
    get: (key) => through("get", () => kept.get(key)),
    set: (key, value, options) => through("set", () => kept.set(key, value, options)),
    delete: (key) => through("delete", () => kept.delete(key)),
  };
  return {
    store: layeredStore(memory, remote, { maxAgeSeconds }),
    memory,
    remote,
    /** The remote store itself, as another instance sees it. */
    kept,
    calls,
    hold: (next: typeof gate) => {
      gate = next;
    },
    advance: (ms: number) => {
      time += ms;
    },
  };
}

function latch() {
  let open = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

describe("memory before a store keeps the contract", () => {
  testKeyValueStore(test, setup, { clock: true, compareAndSet: false });
});

describe("memory before a store that forgets late keeps the contract", () => {
  const create = () => {
    const { memory, kept, advance } = setup();
    return { store: layeredStore(memory, lateStore(kept, 3_600)), advance };
  };
  testKeyValueStore(test, create, { clock: true, compareAndSet: false });
});

describe("memory before a store", () => {
  test("has no compareAndSet, although both have one", () => {
    const { store, memory, remote } = setup();
    expect([memory.compareAndSet, remote.compareAndSet]).not.toContain(undefined);
    expect("compareAndSet" in store).toBe(false);
    expect(store.guarantees?.atomic).toBe(false);
  });

  test("tells what both promise together, or nothing", () => {
    const { memory } = setup();
    const promises = {
      atomic: true,
      readYourWrites: "everywhere",
      ttlFloorSeconds: 60,
      ttlLagSeconds: 7,
      maxValueBytes: 9,
    };
    const remote = { ...memory, guarantees: promises } as KeyValueStore;
    expect(layeredStore(memory, remote, { maxAgeSeconds: 10 }).guarantees).toEqual({
      atomic: false,
      readYourWrites: "eventually",
      ttlFloorSeconds: 60,
      ttlLagSeconds: 17,
      maxValueBytes: 9,
    });
    expect(
      layeredStore(memory, { ...memory, guarantees: undefined } as object as KeyValueStore).guarantees,
    ).toBeUndefined();
  });

  test("asks the remote store once for what many read", async () => {
    const { store, kept, calls } = setup();
    await kept.set("token", "value");
    for (let at = 0; at < 10; at++) {
      expect(await store.get("token")).toBe("value");
    }
    expect(calls).toEqual(["get"]);
  });

  test("asks again after a minute, or maxAgeSeconds", async () => {
    for (const [maxAgeSeconds, seconds] of [
      [undefined, DEFAULT_MAX_AGE_SECONDS],
      [5, 5],
    ] as const) {
      const { store, kept, advance } = setup(maxAgeSeconds);
      await store.set("read", "old");
      await store.get("read");
      await store.set("written", "old", { ttlSeconds: 100_000 });
      await kept.set("read", "new");
      await kept.set("written", "new");
      advance(seconds * 1000 - 1);
      expect([await store.get("read"), await store.get("written")]).toEqual(["old", "old"]);
      advance(1);
      expect([await store.get("read"), await store.get("written")]).toEqual(["new", "new"]);
    }
    expect(DEFAULT_MAX_AGE_SECONDS).toBe(60);
  });

  test("answers no longer than the ttl of what was written here", async () => {
    const { store, advance } = setup();
    await store.set("short", "value", { ttlSeconds: 10 });
    advance(10_000);
    expect(await store.get("short")).toBeNull();
  });

  test("asks each time for what is not there: what arrives is seen at once", async () => {
    const { store, kept, calls } = setup();
    expect(await store.get("ticket")).toBeNull();
    await kept.set("ticket", "value");
    expect(await store.get("ticket")).toBe("value");
    expect(calls).toEqual(["get", "get"]);
  });

  test("keeps hostile keys apart, in memory, too", async () => {
    const { store, calls } = setup();
    for (const key of HOSTILE_KEYS) {
      await store.set(key, `value of ${key}`);
    }
    calls.length = 0;
    for (const key of HOSTILE_KEYS) {
      expect(await store.get(key)).toBe(`value of ${key}`);
    }
    expect(calls).toEqual([]);
  });
});

describe("when the remote store fails", () => {
  const broken = Promise.reject(new Error("down"));
  broken.catch(() => {});

  test("set fails, and memory does not pretend, neither with the new value nor with the old", async () => {
    for (const gate of [{ before: broken }, { after: broken }]) {
      const { store, memory, kept, hold } = setup();
      await store.set("key", "old");
      hold(gate);
      await expect(store.set("key", "new")).rejects.toThrow("down");
      expect(await memory.get("key")).toBeNull();
      hold({});
      expect(await store.get("key")).toBe(await kept.get("key"));
    }
  });

  test("delete fails, and memory forgets nonetheless", async () => {
    const { store, memory, hold } = setup();
    await store.set("key", "value");
    hold({ before: broken });
    await expect(store.delete("key")).rejects.toThrow("down");
    expect(await memory.get("key")).toBeNull();
    hold({});
    expect(await store.get("key")).toBe("value");
  });

  test("get answers from memory as long as it may, then fails", async () => {
    const { store, hold, advance } = setup();
    await store.set("key", "value");
    hold({ before: broken });
    expect(await store.get("key")).toBe("value");
    advance(60_000);
    await expect(store.get("key")).rejects.toThrow("down");
  });
});

describe("calls that cross", () => {
  test("a slow read does not bring back what was overwritten or deleted meanwhile", async () => {
    for (const write of ["set", "delete"] as const) {
      const { store, memory, kept, calls, hold } = setup();
      await kept.set("key", "old");
      const slow = latch();
      hold({ after: slow.promise });
      const read = store.get("key");
      await vi.waitUntil(() => calls.includes("get"));
      hold({});
      await (write === "set" ? store.set("key", "new") : store.delete("key"));
      slow.open();
      expect(await read).toBe("old");
      expect(await memory.get("key")).toBe(write === "set" ? "new" : null);
    }
  });

  test("a read that began during a write does not either", async () => {
    const { store, memory, kept, calls, hold } = setup();
    await kept.set("key", "old");
    const [slowWrite, slowRead] = [latch(), latch()];
    hold({ before: slowWrite.promise });
    const write = store.set("key", "new");
    hold({ after: slowRead.promise });
    const read = store.get("key");
    await vi.waitUntil(() => calls.includes("get"));
    slowWrite.open();
    await write;
    slowRead.open();
    expect(await read).toBe("old");
    expect(await memory.get("key")).toBe("new");
  });

  test("of two writes that cross memory keeps neither: nobody knows which came last", async () => {
    for (const first of [0, 1]) {
      const { store, memory, kept, hold } = setup();
      const latches = [latch(), latch()];
      const writes = latches.map(({ promise }, at) => {
        hold({ before: promise });
        return store.set("key", `value ${at}`);
      });
      await Promise.resolve();
      latches[first]?.open();
      await writes[first];
      latches[1 - first]?.open();
      await writes[1 - first];
      expect(await memory.get("key")).toBeNull();
      expect(await store.get("key")).toBe(await kept.get("key"));
    }
  });

  test("a write that never ends does not keep later ones out of memory", async () => {
    const { store, memory, hold } = setup();
    hold({ before: new Promise(() => {}) });
    store.set("key", "lost").catch(() => {});
    hold({});
    await store.set("key", "value");
    expect(await memory.get("key")).toBe("value");
  });

  test("a deletion is seen here while the remote store still works on it", async () => {
    const { store, memory, hold } = setup();
    await store.set("key", "value");
    hold({ before: new Promise(() => {}) });
    store.delete("key").catch(() => {});
    expect(await memory.get("key")).toBeNull();
  });
});

describe("bad input", () => {
  test.each([0, -1, Number.NaN])("a maxAgeSeconds of %d is refused", (maxAgeSeconds) => {
    expect(() => setup(maxAgeSeconds)).toThrow(RangeError);
  });

  test.each([undefined, null, {}, { get() {}, set() {} }])("%j is no store", (none) => {
    expect(() => layeredStore(memoryStore(), none as never)).toThrow(
      /the remote store given to layeredStore .*made already/,
    );
    expect(() => layeredStore(none as never, memoryStore())).toThrow(
      /the memory store given to layeredStore .*made already/,
    );
  });

  test("a ttlSeconds that is not positive is refused before the remote store is asked", async () => {
    const { store, calls } = setup();
    for (const ttlSeconds of [0, -1, Number.NaN]) {
      await expect(store.set("key", "value", { ttlSeconds })).rejects.toThrow(RangeError);
    }
    expect(calls).toEqual([]);
  });
});
