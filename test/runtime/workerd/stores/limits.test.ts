// The ends of what each backend takes: the longest values, keys that are stored under another name, the shortest ttl.
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BackendName, HAS } from "./backends.ts";
import { type RunningStores, startStores } from "./start.ts";

let stores: RunningStores;
beforeAll(async () => {
  stores = await startStores();
});
afterAll(() => stores?.[Symbol.asyncDispose]());

const backends = Object.keys(HAS) as BackendName[];

// Not Workers KV: after a few values of 25 MiB, workerd's garbage collector may keep it busy for good.
const MAX_BYTES: Partial<Record<BackendName, number>> = {
  D1: 1_998_000,
  "Durable Objects": 127 * 1024,
  "Durable Objects, new_classes": 127 * 1024,
};

describe.each(Object.entries(MAX_BYTES) as [BackendName, number][])("%s", (backend, maxBytes) => {
  test(`keeps a value of ${maxBytes} bytes, and refuses one more`, async () => {
    await stores.call(backend, "set", "long", { text: "x", times: maxBytes });
    expect(await stores.call(backend, "get", "long")).toBe(maxBytes);
    const longer = stores.call(backend, "set", "long", { text: "x", times: maxBytes + 1 });
    await expect(longer).rejects.toThrow(/RangeError: value must be at most/);
  });

  test("counts bytes, not characters", async () => {
    const times = Math.floor(maxBytes / 3);
    await stores.call(backend, "set", "long", { text: "密", times });
    expect(await stores.call(backend, "get", "long")).toBe(times);
    const longer = stores.call(backend, "set", "long", { text: "密", times: times + 1 });
    await expect(longer).rejects.toThrow(/RangeError: value must be at most/);
  });

  test("keeps as much when one character is beyond Latin-1", async () => {
    const times = maxBytes - 4;
    await stores.call(backend, "set", "long", { text: "x", times, end: "🚀" });
    expect(await stores.call(backend, "get", "long")).toBe(times + 2);
  });

  test("compares the longest values", async () => {
    const value = (text: string) => ({ text, times: maxBytes });
    await stores.call(backend, "set", "long", value("x"));
    expect(await stores.call(backend, "compareAndSet", "long", value("y"), "z")).toBe(false);
    expect(await stores.call(backend, "compareAndSet", "long", value("x"), value("y"))).toBe(true);
    expect(await stores.call(backend, "compareAndSet", "long", value("y"), null)).toBe(true);
  });
});

const sha256 = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;

describe.each(backends)("%s", (backend) => {
  test("keeps keys apart that are long, mean something in a path, or look like hashes", async () => {
    const long = "x".repeat(600);
    const keys = [
      "x".repeat(512),
      "x".repeat(513),
      "密".repeat(170),
      "密".repeat(171),
      `${long}1`,
      `${long}2`,
      ".",
      "..",
      "...",
      "./a",
      sha256("."),
      sha256(`${long}1`),
      sha256(sha256(".")),
      "x".repeat(100_000),
    ];
    const values = keys.map((_, at) => `value ${at}`);
    const none = keys.map(() => null);
    const each = (method: "get" | "delete") =>
      stores.calls(
        backend,
        keys.map((key) => [method, key]),
      );
    expect(await each("get")).toEqual(none);
    await stores.calls(
      backend,
      keys.map((key, at) => ["set", key, values[at]]),
    );
    expect(await each("get")).toEqual(values);
    for (const [at, key] of keys.entries()) {
      await stores.call(backend, "delete", key);
      expect(await each("get")).toEqual(values.map((value, other) => (other > at ? value : null)));
    }
  });

  test("keeps a byte order mark", async () => {
    await stores.call(backend, "set", "marked", "\ufeffvalue");
    expect(await stores.call(backend, "get", "marked")).toBe("\ufeffvalue");
  });

  test("takes any ttl that is positive", async () => {
    await stores.calls(
      backend,
      [1e-9, 0.5, 1, 59.9, 60.5, 31_536_000, 1e12, 1e300].map((ttlSeconds) => [
        "set",
        `ttl ${ttlSeconds}`,
        "value",
        { ttlSeconds },
      ]),
    );
    expect(await stores.call(backend, "get", "ttl 1e+300")).toBe("value");
    expect(await stores.call(backend, "get", "ttl 31536000")).toBe("value");
  });
});

describe("Workers KV", () => {
  test("keeps a value that no other backend would", async () => {
    await stores.call("Workers KV", "set", "long", { text: "密", times: 1_000_000 });
    expect(await stores.call("Workers KV", "get", "long")).toBe(1_000_000);
  });

  test("gets keys of up to 512 bytes as they are, and hashes of the others", async () => {
    const keys = ["密".repeat(170), "密".repeat(171), ".", "x"];
    for (const key of keys) {
      await stores.call("Workers KV", "set", key, "value");
    }
    const kv = await stores.miniflare.getKVNamespace("KV");
    const names = (await kv.list()).keys.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([keys[0], sha256(keys[1] as string), sha256("."), "x"]));
    expect(names).not.toContain(keys[1]);
  });

  test("gets a ttl of whole seconds, 60 at least", async () => {
    const before = Math.floor(Date.now() / 1000);
    const given = { "ttl-1": 1, "ttl-60": 60, "ttl-90": 89.1, "ttl-none": undefined };
    for (const [key, ttlSeconds] of Object.entries(given)) {
      await stores.call("Workers KV", "set", key, "value", { ttlSeconds });
    }
    const kv = await stores.miniflare.getKVNamespace("KV");
    const { keys } = await kv.list({ prefix: "ttl-" });
    const late = Math.ceil(Date.now() / 1000) - before;
    for (const [name, least] of Object.entries({ "ttl-1": 60, "ttl-60": 60, "ttl-90": 90 })) {
      const left = (keys.find((key) => key.name === name)?.expiration ?? 0) - before;
      expect(left).toBeGreaterThanOrEqual(least);
      expect(left).toBeLessThanOrEqual(least + late);
    }
    expect(keys.find(({ name }) => name === "ttl-none")?.expiration).toBeUndefined();
  });
});
