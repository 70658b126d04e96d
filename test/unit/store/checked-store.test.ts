import { describe, expect, test } from "vitest";
import { checkedStore } from "../../../src/store/backends/checked-store.ts";
import { denoKvStore } from "../../../src/store/backends/deno-kv.ts";
import { type BunRedisClient, type NodeRedisClient, redisStore } from "../../../src/store/backends/redis.ts";
import { upstashStore } from "../../../src/store/backends/upstash.ts";
import { testStoreInput } from "../../contract/store-input.ts";

const touched = () => {
  throw new Error("the backend was touched");
};

describe("denoKvStore", () => {
  const kv = { get: touched, set: touched, delete: touched, atomic: touched };
  testStoreInput(test, () => denoKvStore(kv), { maxKeyBytes: 2_046 });

  test.each([undefined, null, {}, "kv", Promise.resolve(kv)])("refuses %s for a database, and tells the way", (bad) => {
    expect(() => denoKvStore(bad as unknown as typeof kv)).toThrow(TypeError);
    expect(() => denoKvStore(bad as unknown as typeof kv)).toThrow(/await Deno.openKv\(\).*--unstable-kv/);
  });
});

describe("redisStore", () => {
  testStoreInput(test, () => redisStore({ sendCommand: touched }), { maxKeyBytes: 32_768 });

  test.each([undefined, null, {}, "redis://localhost", () => {}])(
    "refuses %s for a client, and tells the way",
    (bad) => {
      const create = () => redisStore(bad as unknown as NodeRedisClient);
      expect(create).toThrow(TypeError);
      expect(create).toThrow(/createClient\({ url }\).connect\(\).*new RedisClient\(url\)/);
    },
  );

  test.each([0, -1, Number.NaN])("refuses a timeoutMs of %d", (timeoutMs) => {
    expect(() => redisStore({ send: touched }, { timeoutMs })).toThrow(RangeError);
  });

  test.each([
    ["bytes", new Uint8Array(1)],
    ["a number", 1],
    ["a list", ["value"]],
  ])("does not take %s for an answer", async (_, reply) => {
    const client: BunRedisClient = { send: async () => reply };
    await expect(redisStore(client).get("key")).rejects.toThrow(/Redis: GET was answered with \w+, not text/);
    const other: BunRedisClient = { send: async () => "QUEUED" };
    await expect(redisStore(other).compareAndSet("key", null, "value")).rejects.toThrow(/not 0 or 1/);
  });

  test("gives up on a client that never answers, and tells it so", async () => {
    let given: AbortSignal | undefined;
    const client: NodeRedisClient = {
      sendCommand(_, { abortSignal }) {
        given = abortSignal;
        return new Promise(() => {});
      },
    };
    const error = await redisStore(client, { timeoutMs: 10 }).set("key", "value").catch(Object);
    expect(error).toMatchObject({ code: "LARK_STORE", message: "Redis: SET: no answer within 10 ms" });
    expect(given?.aborted).toBe(true);
  });
});

describe("upstashStore", () => {
  const right = { url: "https://eu1-a-b-1.upstash.io", token: "AX-token", fetch: touched };
  testStoreInput(test, () => upstashStore(right), { maxKeyBytes: 32_768 });

  test.each([
    ["nothing", undefined, /UPSTASH_REDIS_REST_URL/],
    ["no url", { url: undefined }, /UPSTASH_REDIS_REST_URL/],
    ["an empty url", { url: "" }, /UPSTASH_REDIS_REST_URL/],
    ["a url for Redis clients", { url: "rediss://default:AX-token@eu1-a-b-1.upstash.io:6379" }, /not to the address/],
    ["a url without TLS", { url: "http://eu1-a-b-1.upstash.io" }, /https:/],
    ["a host alone", { url: "eu1-a-b-1.upstash.io" }, /https:/],
    ["a token in the url", { url: "https://eu1-a-b-1.upstash.io?_token=AX-token" }, /pass the token as token/],
    ["a user in the url", { url: "https://default:AX-token@eu1-a-b-1.upstash.io" }, /pass the token as token/],
    ["no token", { token: undefined }, /UPSTASH_REDIS_REST_TOKEN/],
    ["an empty token", { token: "" }, /UPSTASH_REDIS_REST_TOKEN/],
    ["a token with a line break", { token: "AX-token\n" }, /UPSTASH_REDIS_REST_TOKEN/],
    ["a token beyond ASCII", { token: "AX-token–" }, /UPSTASH_REDIS_REST_TOKEN/],
    ["a token that is a number", { token: 1 }, /UPSTASH_REDIS_REST_TOKEN/],
  ])("refuses %s before any I/O, without repeating it", (_, wrong, message) => {
    const create = () => upstashStore((wrong && { ...right, ...wrong }) as typeof right);
    expect(create).toThrow(TypeError);
    expect(create).toThrow(message);
    expect(create).not.toThrow(/AX-token/);
  });

  test.each(["http://localhost:8079", "http://127.0.0.1:8079", "http://[::1]:8079"])("may be at %s", (url) => {
    expect(() => upstashStore({ ...right, url })).not.toThrow();
  });
});

test("a ttl is rounded up to milliseconds, and one beyond a life is thirty years", async () => {
  const seen: unknown[] = [];
  const set = async (_key: string, _value: string, ttlMs?: number) => seen.push(ttlMs);
  const { guarantees } = redisStore({ send: touched });
  const backend = { get: touched, delete: touched, compareAndSet: touched };
  const store = checkedStore({ name: "test", guarantees, maxKeyBytes: 10, ...backend, set });
  for (const ttlSeconds of [1e-9, 0.0011, 1, undefined, Number.POSITIVE_INFINITY, Number.MAX_VALUE, 1e12]) {
    await store.set("key", "value", { ttlSeconds });
  }
  expect(seen).toEqual([1, 2, 1_000, undefined, undefined, 1e12, 1e12]);
});
