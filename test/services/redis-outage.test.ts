// Redis killed, restarted and frozen under load. What must hold: nothing waits longer than it may, nothing is half done.
import { createClient } from "redis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { redisStore } from "../../src/store/backends/redis.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";

const TIMEOUT_MS = 1_000;
/** For two cores that others use, too. */
const SLACK_MS = 1_500;

let server: RedisServer;
const clients: ReturnType<typeof createClient>[] = [];
beforeAll(async () => {
  server = await startRedis();
});
afterAll(async () => {
  for (const client of clients) {
    client.destroy();
  }
  await server?.dispose();
});

async function connect(options: object = {}) {
  const client = createClient({ url: server.url, ...options });
  client.on("error", () => {});
  await client.connect();
  clients.push(client as ReturnType<typeof createClient>);
  return client;
}

interface Outcome {
  error?: Error;
  ms: number;
}

/** Waits for an operation, and says how long it took and what became of it. */
async function outcome(operation: Promise<unknown>): Promise<Outcome> {
  const started = performance.now();
  const error = await operation.then(() => undefined, Object);
  return { error, ms: performance.now() - started };
}

test("killed and restarted under load, every operation ends in time, and the store recovers by itself", async () => {
  const stores = await Promise.all(
    Array.from({ length: 4 }, async () => redisStore(await connect(), { timeoutMs: TIMEOUT_MS })),
  );
  const outcomes: Outcome[] = [];
  let isRunning = true;
  let torn = 0;
  const load = async (at: number) => {
    const store = stores[at % 4];
    for (let count = 0; isRunning && store; count++) {
      const key = `load-${at}`;
      const text = `${count}`.repeat(200);
      outcomes.push(await outcome(store.set(key, text, { ttlSeconds: 1_000 })));
      outcomes.push(await outcome(store.compareAndSet(key, text, `next ${text}`, { ttlSeconds: 1_000 })));
      const seen = await store.get(key).catch(() => null);
      // Absent, if the server came back empty; else one of the two, whole.
      torn += seen === null || seen === text || seen === `next ${text}` ? 0 : 1;
    }
  };
  const loads = Array.from({ length: 20 }, (_, at) => load(at));
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  for (let round = 0; round < 3; round++) {
    await pause(300);
    await server.kill();
    await pause(round * 700);
    await server.start();
  }
  await pause(1_000);
  isRunning = false;
  await Promise.all(loads);

  const failed = outcomes.filter(({ error }) => error);
  const messages = new Set(failed.map(({ error }) => error?.message));
  expect(failed.length).toBeGreaterThan(0);
  expect(outcomes.length - failed.length).toBeGreaterThan(100);
  expect(Math.max(...outcomes.map(({ ms }) => ms))).toBeLessThan(TIMEOUT_MS + SLACK_MS);
  for (const message of messages) {
    expect(message).toMatch(
      /^(Socket closed unexpectedly|Redis: (SET|EVAL): no answer within 1000 ms|(?:read|write) ECONNRESET|write EPIPE|LOADING.*)$/,
    );
  }
  expect(torn).toBe(0);
  for (const store of stores) {
    await store.set("after", "works");
    expect(await store.get("after")).toBe("works");
    await store.delete("after");
  }
  // A value without a time to live would be half of what was asked for.
  const client = await connect();
  const keys = (await client.sendCommand(["KEYS", "load-*"])) as unknown as string[];
  expect(keys.length).toBeGreaterThan(0);
  for (const key of keys) {
    expect(Number(await client.sendCommand(["PTTL", key]))).toBeGreaterThan(0);
  }
});

test("claims that race while the server is restarted have at most one winner each", async () => {
  const stores = await Promise.all(
    Array.from({ length: 5 }, async () => redisStore(await connect(), { timeoutMs: TIMEOUT_MS })),
  );
  // Not restarted in between: what a restart forgets may be claimed anew, and that is what Redis is.
  await server.kill();
  const claims = Array.from({ length: 50 }, (_, owner) =>
    stores[owner % 5]?.compareAndSet("claim", null, `owner ${owner}`),
  );
  await server.start();
  const settled = await Promise.allSettled(claims);
  const winners = settled.flatMap((one, owner) => (one.status === "fulfilled" && one.value ? [owner] : []));
  expect(winners.length).toBeLessThanOrEqual(1);
  const kept = await stores[0]?.get("claim");
  if (winners.length) {
    expect(kept).toBe(`owner ${winners[0]}`);
  }
});

test("while the server is away operations wait for their time, and are not done afterwards", async () => {
  const store = redisStore(await connect(), { timeoutMs: 300 });
  await store.set("before", "value");
  await server.kill();
  const writes = [store.set("late", "value"), store.compareAndSet("late-claim", null, "mine"), store.get("before")];
  for (const { error, ms } of await Promise.all(writes.map(outcome))) {
    expect(error?.message).toMatch(/Redis: (SET|EVAL|GET): no answer within 300 ms|Socket closed unexpectedly/);
    expect(ms).toBeLessThan(300 + SLACK_MS);
  }
  await server.start();
  // Once this is answered, whatever still stood in the queue before it would have been done.
  const other = redisStore(await connect());
  for (;;) {
    if (!(await outcome(store.get("before"))).error) {
      break;
    }
  }
  expect([await other.get("late"), await other.get("late-claim")]).toEqual([null, null]);
});

test("a client without a queue rejects at once while the server is away", async () => {
  const store = redisStore(await connect({ disableOfflineQueue: true }));
  await server.kill();
  await new Promise((resolve) => setTimeout(resolve, 100));
  const { error, ms } = await outcome(store.get("key"));
  expect(error?.message).toBe("The client is offline");
  expect(ms).toBeLessThan(SLACK_MS);
  await server.start();
});

test("a server that is frozen, with the connection open, costs no more than the time", async () => {
  const store = redisStore(await connect(), { timeoutMs: 300 });
  await store.set("frozen", "value");
  server.freeze();
  try {
    const { error, ms } = await outcome(store.get("frozen"));
    expect(error).toMatchObject({ code: "LARK_STORE", message: "Redis: GET: no answer within 300 ms" });
    expect(ms).toBeLessThan(300 + SLACK_MS);
  } finally {
    server.resume();
  }
  expect(await store.get("frozen")).toBe("value");
});
