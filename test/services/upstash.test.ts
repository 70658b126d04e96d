import { inspect } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { upstashStore } from "../../src/store/backends/upstash.ts";
import { testResults } from "../support/case-results.ts";
import { cases } from "../support/cases.ts";
import { binary, inProcess, inWorkerd } from "../support/runtimes.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";
import { type Fault, startUpstash, type UpstashEndpoint } from "./upstash-endpoint.ts";
import "./upstash-cases.ts";

let server: RedisServer;
let endpoint: UpstashEndpoint;
beforeAll(async () => {
  server = await startRedis();
  endpoint = await startUpstash(server.url);
});
afterAll(async () => {
  await endpoint?.dispose();
  await server?.dispose();
});
beforeEach(() => {
  endpoint.faults.length = 0;
  endpoint.lags = false;
});

const files = [new URL("upstash-cases.ts", import.meta.url).pathname];
const RUNTIMES = {
  "this Node": (setting: object) => inProcess(process.execPath, [], { files, setting }),
  workerd: (setting: object) => inWorkerd([], { files, setting }),
  Deno: (setting: object) => inProcess(binary("deno"), ["run", "-A"], { files, setting }),
  Bun: (setting: object) => inProcess(binary("bun"), ["run"], { files, setting }),
};

describe.each(Object.entries(RUNTIMES))("upstashStore on %s", (_, run) => {
  testResults(cases, async () => {
    const own = await startRedis();
    const front = await startUpstash(own.url);
    try {
      return await run({ url: front.url, token: front.token });
    } finally {
      await front.dispose();
      await own.dispose();
    }
  });
});

const create = (options: object = {}) => upstashStore({ url: endpoint.url, token: endpoint.token, ...options });

/** A command past our store. */
async function send({ url, token }: UpstashEndpoint, ...command: string[]): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(command) });
  return ((await response.json()) as { result: unknown }).result;
}

/** What an error shows to whoever prints it. */
async function failure(operation: Promise<unknown>): Promise<{ code: string; message: string; shown: string }> {
  const error = await operation.then(() => undefined, Object);
  const { code, message } = Object(error);
  return { code, message, shown: inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error) };
}

describe("a request", () => {
  test("is one command in a POST, with the token in its header alone", async () => {
    const seen: [string, RequestInit][] = [];
    const fetch = (url: string, init: RequestInit) => {
      seen.push([url, init]);
      return globalThis.fetch(url, init);
    };
    const store = create({ fetch });
    await store.set("one", "value", { ttlSeconds: 10 });
    await store.get("one");
    await store.delete("one");
    await store.compareAndSet("one", null, "next");
    const [, ...rest] = seen.map(([, { body }]) => JSON.parse(`${body}`));
    expect(JSON.parse(`${seen[0]?.[1].body}`)).toEqual(["SET", "one", "value", "PX", "10000"]);
    expect(rest.slice(0, 2)).toEqual([
      ["GET", "one"],
      ["DEL", "one"],
    ]);
    expect(rest[2]).toEqual(["EVAL", expect.any(String), "1", "one", "0", "", "1", "next"]);
    expect(rest).toHaveLength(3);
    for (const [url, { method, redirect, body }] of seen) {
      expect({ url, method, redirect }).toEqual({ url: `${endpoint.url}/`, method: "POST", redirect: "manual" });
      expect(`${body}`).not.toContain(endpoint.token);
    }
  });

  test("carries the sync token of the last answer, so that a lagging replica answers with what was written", async () => {
    endpoint.lags = true;
    const store = create();
    await store.set("lag", "first");
    await store.set("lag", "second");
    expect(await store.get("lag")).toBe("second");
    expect(await store.compareAndSet("lag", "second", "third")).toBe(true);
    expect(await store.get("lag")).toBe("third");
    await store.delete("lag");
    expect(await store.get("lag")).toBeNull();
    await store.set("lag", "fourth");
    // The endpoint does lag, and a stale read decides nothing.
    const other = create();
    expect(await other.get("lag")).toBeNull();
    expect(await create().compareAndSet("lag", null, "mine")).toBe(false);
  });
});

describe("an error", () => {
  const SECRETS = ["the-key", "t-the-value", "AXyz-token-of-the-test", "AXyz-wrong"];
  const HTML = "<html>502 the-key t-the-value AXyz-token-of-the-test</html>";

  test.each<[string, Fault, RegExp]>([
    ["a page of a proxy", { status: 502, body: HTML }, /SET was not answered by Redis \(HTTP 502\)/],
    ["a page with status 200", { status: 200, body: HTML }, /not answered by Redis \(HTTP 200\)/],
    ["nothing", { status: 200, body: "" }, /not answered by Redis \(HTTP 200\)/],
    ["an empty object", { status: 200, body: "{}" }, /not answered by Redis \(HTTP 200\)/],
    ["null", { status: 200, body: "null" }, /not answered by Redis \(HTTP 200\)/],
    ["a list", { status: 200, body: "[]" }, /not answered by Redis \(HTTP 200\)/],
    ["a result with status 500", { status: 500, body: '{"result":"OK"}' }, /not answered by Redis \(HTTP 500\)/],
    ["an error with status 200", { status: 200, body: '{"error":"ERR x"}' }, /SET was refused \(HTTP 200, ERR\)/],
    [
      "an error that repeats what was sent",
      { status: 400, body: '{"error":"ERR unknown command, with args beginning with: the-key t-the-value"}' },
      /SET was refused \(HTTP 400, ERR\)/,
    ],
    ["an error that is no text", { status: 400, body: '{"error":{"a":1}}' }, /refused \(HTTP 400, no reason\)/],
    [
      "too many requests",
      { status: 429, body: '{"error":"ERR max requests limit exceeded."}' },
      /429, ERR max requests limit exceeded\)/,
    ],
    [
      "a request too large",
      { status: 400, body: '{"error":"ERR max request size exceeded. Limit: 1 bytes"}' },
      /400, ERR max request size exceeded\)/,
    ],
    ["a redirect", { status: 307, body: "", headers: { location: "http://127.0.0.1:1/" } }, /HTTP 307/],
    ["a broken connection", "drop", /Upstash: no answer to SET \(\w+\)/],
    ["no answer", "hang", /Upstash: SET: no answer within 300 ms/],
  ])("that comes of %s is clear, and tells no secret", async (_, fault, message) => {
    endpoint.faults.push(fault);
    const started = performance.now();
    const error = await failure(create({ timeoutMs: 300 }).set("the-key", "t-the-value"));
    expect(error.code).toBe("LARK_STORE");
    expect(error.message).toMatch(message);
    expect(performance.now() - started).toBeLessThan(300 + 1_500);
    expect(SECRETS.filter((secret) => error.shown.includes(secret))).toEqual([]);
  });

  test("that comes of a wrong token says so, and not which", async () => {
    const error = await failure(create({ token: "AXyz-wrong" }).get("the-key"));
    expect(error.message).toBe("Upstash: GET was refused (HTTP 401, WRONGPASS)");
    expect(SECRETS.filter((secret) => error.shown.includes(secret))).toEqual([]);
  });

  test("that comes of a key which holds no text says so", async () => {
    await send(endpoint, "LPUSH", "list", "item");
    expect((await failure(create().get("list"))).message).toBe("Upstash: GET was refused (HTTP 400, WRONGTYPE)");
    expect((await failure(create().compareAndSet("list", null, "x"))).message).toMatch(/400, (WRONGTYPE|ERR)\)/);
  });

  test("that `fetch` throws is not handed on: it can hold what was sent", async () => {
    const fetch = async () => {
      throw Object.assign(new TypeError(`cannot send ${endpoint.token}`), { cause: { code: "ECONNREFUSED" } });
    };
    const error = await failure(create({ fetch }).get("the-key"));
    expect(error.message).toBe("Upstash: no answer to GET (ECONNREFUSED)");
    expect(SECRETS.filter((secret) => error.shown.includes(secret))).toEqual([]);
  });

  test("does not come of a `fetch` that never listens to its signal later than the time", async () => {
    const fetch = () => new Promise<Response>(() => {});
    expect((await failure(create({ fetch, timeoutMs: 50 }).get("key"))).message).toMatch(/no answer within 50 ms/);
  });
});

test("the endpoint refuses what Upstash refuses: the cases above ask something of us", async () => {
  const headers = { authorization: `Bearer ${endpoint.token}` };
  const status = async (init: RequestInit) => (await fetch(endpoint.url, init)).status;
  expect(await status({ method: "POST", body: '["GET","a"]' })).toBe(401);
  expect(await status({ method: "GET", headers })).toBe(405);
  expect(await status({ method: "POST", headers, body: "GET a" })).toBe(400);
  expect(await status({ method: "POST", headers, body: '["GET",{}]' })).toBe(400);
  expect(await status({ method: "POST", headers, body: '["NOSUCH"]' })).toBe(400);
  expect(await status({ method: "POST", headers, body: JSON.stringify(["SET", "a", "x".repeat(1e7)]) })).toBe(400);
});

test("Redis killed and restarted behind it: every operation ends in time, and none is half done", async () => {
  const own = await startRedis();
  const front = await startUpstash(own.url);
  try {
    const store = upstashStore({ ...front, timeoutMs: 1_000 });
    const slowest: number[] = [];
    const errors: string[] = [];
    let isRunning = true;
    const load = async (at: number) => {
      for (let count = 0; isRunning; count++) {
        const started = performance.now();
        const claim = store.compareAndSet(`load-${at}-${count}`, null, "mine", { ttlSeconds: 1_000 });
        const { message } = Object(await claim.catch(Object));
        slowest.push(performance.now() - started);
        errors.push(...(message ? [message] : []));
      }
    };
    const loads = Array.from({ length: 10 }, (_, at) => load(at));
    for (const awayMs of [0, 1_300]) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await own.kill();
      await new Promise((resolve) => setTimeout(resolve, awayMs));
      await own.start();
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    isRunning = false;
    await Promise.all(loads);
    expect(errors.length).toBeGreaterThan(0);
    expect(slowest.length - errors.length).toBeGreaterThan(20);
    expect(Math.max(...slowest)).toBeLessThan(1_000 + 1_500);
    for (const message of errors) {
      expect(message).toMatch(/^Upstash: (EVAL: no answer within 1000 ms|EVAL was refused \(HTTP 400, .*\))$/);
    }
    // A claim without its time to live would be half of one.
    const kept = (await send(front, "KEYS", "load-*")) as string[];
    expect(kept.length).toBeGreaterThan(0);
    for (const key of kept) {
      expect(await send(front, "PTTL", key)).toBeGreaterThan(0);
    }
    await store.set("after", "works");
    expect(await store.get("after")).toBe("works");
  } finally {
    await front.dispose();
    await own.dispose();
  }
});
