// What the backends of Cloudflare refuse before any I/O: their bindings here fail the test when they are used.
import { serialize } from "node:v8";
import { describe, expect, test } from "vitest";
import { cloudflareKvStore, type KvBinding } from "../../../src/store/backends/cloudflare-kv.ts";
import { type D1Binding, d1Store } from "../../../src/store/backends/d1.ts";
import {
  durableObjectStore,
  OBJECT_MAX_VALUE_BYTES,
  type ObjectBinding,
} from "../../../src/store/backends/durable-object.ts";
import { spread } from "../../../src/store/backends/spread.ts";
import { MAX_PLAIN_KEY_BYTES, storedKey } from "../../../src/store/backends/stored-key.ts";
import type { KeyValueStore } from "../../../src/store/index.ts";

/** A binding that has every method and must not be called. */
function untouched<Binding>(...methods: string[]): { binding: Binding; calls: string[] } {
  const calls: string[] = [];
  const binding = Object.fromEntries(methods.map((name) => [name, () => calls.push(name)]));
  return { binding: binding as Binding, calls };
}

const MAKERS: Record<string, { make: (binding: never) => KeyValueStore; methods: string[]; maxBytes: number }> = {
  cloudflareKvStore: {
    make: (binding: KvBinding) => cloudflareKvStore(binding),
    methods: ["get", "put", "delete"],
    maxBytes: 25 * 2 ** 20,
  },
  durableObjectStore: {
    make: (binding: ObjectBinding) => durableObjectStore(binding),
    methods: ["idFromName", "get"],
    maxBytes: 127 * 1024,
  },
  d1Store: {
    make: (binding: D1Binding) => d1Store(binding),
    methods: ["prepare", "batch", "exec"],
    maxBytes: 1_998_000,
  },
};

describe.each(Object.entries(MAKERS))("%s", (name, { make, methods, maxBytes }) => {
  const setup = () => {
    const { binding, calls } = untouched<never>(...methods);
    return { store: make(binding), calls };
  };

  test.each([undefined, null])("says where to look when the binding is %s", (binding) => {
    expect(() => make(binding as never)).toThrow(TypeError);
    expect(() => make(binding as never)).toThrow(
      new RegExp(`binding given to ${name} is missing: is it in wrangler.toml, under \\[\\[\\w+(\\.bindings)?\\]\\]`),
    );
  });

  test.each(["", "KV", 1, {}, [], new Map()])("refuses %j for a binding", (binding) => {
    expect(() => make(binding as never)).toThrow(TypeError);
  });

  const KEYS: [string, unknown, ErrorConstructor][] = [
    ["an empty key", "", RangeError],
    ["half of a surrogate pair", "a\ud83d", RangeError],
    ["the other half", "\udd11a", RangeError],
    ["no key", undefined, TypeError],
    ["null", null, TypeError],
    ["a number", 1, TypeError],
    ["an object", {}, TypeError],
    ["an array of keys", ["a"], TypeError],
  ];
  test.each(KEYS)("refuses %s", async (_, key, error) => {
    const { store, calls } = setup();
    await expect(store.get(key as string)).rejects.toThrow(error);
    await expect(store.set(key as string, "value")).rejects.toThrow(error);
    await expect(store.delete(key as string)).rejects.toThrow(error);
    await expect(store.compareAndSet?.(key as string, null, "value") ?? Promise.reject(new error())).rejects.toThrow(
      error,
    );
    expect(calls).toEqual([]);
  });

  const VALUES: [string, unknown, ErrorConstructor][] = [
    ["a value that is too long", "x".repeat(maxBytes + 1), RangeError],
    ["one that is too long in bytes only", "密".repeat(Math.floor(maxBytes / 3) + 1), RangeError],
    ["half of a surrogate pair", "\ud83d", RangeError],
    ["undefined", undefined, TypeError],
    ["a number", 1, TypeError],
    ["an object", {}, TypeError],
    ["bytes", new Uint8Array(1), TypeError],
  ];
  test.each(VALUES)("refuses %s for a value, and tells nothing of it", async (_, value, error) => {
    const { store, calls } = setup();
    const refused = [store.set("key", value as string)];
    if (store.compareAndSet) {
      refused.push(store.compareAndSet("key", null, value as string) as never);
      refused.push(store.compareAndSet("key", value as string, "next") as never);
      refused.push(store.compareAndSet("key", value as string, null) as never);
    }
    for (const { reason, ...outcome } of (await Promise.allSettled(refused)) as PromiseRejectedResult[]) {
      expect(outcome.status).toBe("rejected");
      expect(reason).toBeInstanceOf(error);
      expect(reason.message).toMatch(/^(value|expected|next) /);
      expect(reason.message.length).toBeLessThan(100);
    }
    expect(calls).toEqual([]);
  });

  test("refuses null for a value, which would be no value", async () => {
    const { store, calls } = setup();
    await expect(store.set("key", null as never)).rejects.toThrow("value must be a string, got null");
    expect(calls).toEqual([]);
  });

  test.each([0, -1, Number.NaN, Number.NEGATIVE_INFINITY, "soon"])("refuses a ttlSeconds of %j", async (ttlSeconds) => {
    const { store, calls } = setup();
    const options = { ttlSeconds: ttlSeconds as number };
    await expect(store.set("key", "value", options)).rejects.toThrow(/ttlSeconds must be a positive number/);
    const swap = store.compareAndSet?.("key", null, "value", options) ?? Promise.reject(new RangeError("ttlSeconds"));
    await expect(swap).rejects.toThrow(RangeError);
    expect(calls).toEqual([]);
  });
});

describe("options", () => {
  test.each([0, 29, 30.5, -60, Number.NaN, Infinity, "60"])("a cacheTtlSeconds of %j is refused", (cacheTtlSeconds) => {
    const { binding } = untouched<KvBinding>("get", "put", "delete");
    expect(() => cloudflareKvStore(binding, { cacheTtlSeconds: cacheTtlSeconds as number })).toThrow(RangeError);
  });

  test("a value of exactly 25 MiB is handed on", async () => {
    const sizes: number[] = [];
    const put = async (_key: string, value: string) => {
      sizes.push(value.length);
    };
    await cloudflareKvStore({ get: async () => null, put, delete: async () => {} }).set("key", "x".repeat(26_214_400));
    expect(sizes).toEqual([26_214_400]);
  });

  test("a cacheTtlSeconds is handed on, and is the lag that is told", async () => {
    const asked: unknown[] = [];
    const get = async (...args: unknown[]) => {
      asked.push(args);
      return null;
    };
    const store = cloudflareKvStore({ get, put: async () => {}, delete: async () => {} }, { cacheTtlSeconds: 30 });
    await store.get("key");
    expect(asked).toEqual([["key", { cacheTtl: 30 }]]);
    expect(store.guarantees?.ttlLagSeconds).toBe(30);
  });

  test.each([0, -1, 1.5, Number.NaN, Infinity])("%d shards are refused", (shards) => {
    const { binding } = untouched<ObjectBinding>("idFromName", "get");
    expect(() => durableObjectStore(binding, { shards })).toThrow(RangeError);
  });

  test.each([
    "",
    "1st",
    "a b",
    'a"b',
    "a;b",
    "a-b",
    "таблица",
    "sqlite_x",
    "SQLITE_x",
    "_cf_KV",
    "d1_x",
    "x".repeat(64),
  ])("a table called %j is refused", (table) => {
    const { binding, calls } = untouched<D1Binding>("prepare", "batch", "exec");
    expect(() => d1Store(binding, { table })).toThrow(TypeError);
    expect(calls).toEqual([]);
  });

  test("a session of D1 is no database: it may read from a replica", () => {
    const { binding } = untouched<D1Binding>("prepare", "batch", "getBookmark");
    expect(() => d1Store(binding)).toThrow(/has no method exec/);
  });
});

describe("an object that answers nonsense", () => {
  test.each([404, 500])("with %d is an error that says what to look at", async (status) => {
    const stub = { fetch: async () => new Response("what?", { status }) };
    const store = durableObjectStore({ idFromName: (name) => name, get: () => stub });
    await expect(store.get("key")).rejects.toThrow(`answered ${status}: is the class of the binding LarkStore?`);
  });
});

// workerd keeps more than Cloudflare does, so no test against it can see this limit.
test("the longest value fits into the 128 KiB that an object of new_classes keeps, with its time", () => {
  const kept = { value: new Uint8Array(OBJECT_MAX_VALUE_BYTES), expiresAt: 1_700_000_000_000.5 };
  expect(serialize(kept).length).toBeLessThanOrEqual(128 * 1024);
});

describe("keys", () => {
  test("are spread evenly over the objects, and always the same way", () => {
    const counts = Array.from({ length: 8 }, () => 0);
    for (let at = 0; at < 80_000; at++) {
      const shard = spread(`lark-edge:1:claim:open.feishu.cn:cli_a1b2:${at.toString(16).padStart(32, "0")}`, 8);
      counts[shard] = (counts[shard] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(9_000);
    expect(Math.max(...counts)).toBeLessThan(11_000);
    // Written down: another answer in a later version would lose what is stored.
    expect(["", "a", "lark-edge:1:app_ticket::cli_1:", "密钥"].map((key) => spread(key, 8))).toEqual([5, 4, 6, 4]);
  });

  test("stay as they are up to 512 bytes, and are hashed beyond", async () => {
    expect(MAX_PLAIN_KEY_BYTES).toBe(512);
    for (const key of ["a", " ", "...", "../a", "x".repeat(512), "密".repeat(170)]) {
      expect(await storedKey(key)).toBe(key);
    }
    for (const key of [".", "..", "x".repeat(513), "密".repeat(171), "sha256:", `sha256:${"0".repeat(64)}`]) {
      expect(await storedKey(key)).toMatch(/^sha256:[\da-f]{64}$/);
      expect(await storedKey(key)).not.toBe(key);
    }
    // SHA-256 of ".", as any other program tells it.
    expect(await storedKey(".")).toBe("sha256:cdb4ee2aea69cc6a83331bbe96dc2caa9a299d21329efb0336fc02a82e1839a8");
  });
});
