// redisStore with node-redis on a real server.
import { createClient, createClientPool, createCluster } from "redis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { redisStore } from "../../src/store/backends/redis.ts";
import { interleave, SEEDS } from "../contract/claim-model.ts";
import { testKeyValueStore } from "../contract/key-value-store.ts";
import { interleaveSessions, sessionSeeds } from "../contract/session-model.ts";
import { redisClock } from "./redis-clock.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";

const HAS = { clock: true, compareAndSet: true, maxValueBytes: 1_048_576 };

let server: RedisServer;
const cleanUps: (() => unknown)[] = [];
beforeAll(async () => {
  server = await startRedis();
});
afterAll(async () => {
  for (const cleanUp of cleanUps.reverse()) {
    await cleanUp();
  }
  await server?.dispose();
});

async function connect(options: Parameters<typeof createClient>[0] = {}) {
  const client = createClient({ url: server.url, ...options }).on("error", () => {});
  await client.connect();
  cleanUps.push(() => client.isOpen && client.destroy());
  return client;
}

describe.each([["RESP 3", 3] as const, ["RESP 2", 2] as const])(
  "a client that speaks %s keeps the contract",
  (_, RESP) => {
    let client: Awaited<ReturnType<typeof connect>>;
    beforeAll(async () => {
      client = await connect({ RESP });
      await client.sendCommand(["FLUSHALL"]);
    });
    const create = () => {
      const advance = redisClock((command, args) => client.sendCommand([command, ...args]));
      return { store: redisStore(client), advance, punctual: true };
    };
    testKeyValueStore(test, create, HAS);
  },
);

describe("a store in Redis", () => {
  test("is text, whatever types the client maps replies to", async () => {
    const client = await connect({ commandOptions: { typeMapping: { 36: Buffer, 58: String } } });
    expect(await client.sendCommand(["ECHO", "text"])).toBeInstanceOf(Buffer);
    const store = redisStore(client);
    await store.set("mapped", "value");
    expect(await store.get("mapped")).toBe("value");
    expect(await store.compareAndSet("mapped", "value", "next")).toBe(true);
  });

  test("keeps a time to live to the millisecond, and forgets on time", async () => {
    const client = await connect();
    const store = redisStore(client);
    await store.set("precise", "value", { ttlSeconds: 0.2 });
    expect(Number(await client.sendCommand(["PTTL", "precise"]))).toBeGreaterThan(0);
    expect(Number(await client.sendCommand(["PTTL", "precise"]))).toBeLessThanOrEqual(200);
    await store.compareAndSet("precise", "value", "next", { ttlSeconds: 0.15 });
    expect(Number(await client.sendCommand(["PTTL", "precise"]))).toBeLessThanOrEqual(150);
    await new Promise((resolve) => setTimeout(resolve, 152));
    expect(await store.get("precise")).toBeNull();
    expect(await store.compareAndSet("precise", null, "again")).toBe(true);
    expect(await client.sendCommand(["PTTL", "precise"])).toBe(-1);
  });

  test("has one winner of 50 claims over five connections", async () => {
    const clients = await Promise.all(Array.from({ length: 5 }, () => connect()));
    const stores = clients.map((client) => redisStore(client));
    for (let round = 0; round < 20; round++) {
      const claims = Array.from({ length: 50 }, (_, owner) =>
        stores[owner % 5]?.compareAndSet(`claim-${round}`, null, `owner ${owner}`, { ttlSeconds: 30 }),
      );
      const won = await Promise.all(claims);
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await stores[0]?.get(`claim-${round}`)).toBe(`owner ${won.indexOf(true)}`);
    }
  });

  test("does not touch what is no text under its key, and says so", async () => {
    const client = await connect();
    const store = redisStore(client);
    await client.sendCommand(["LPUSH", "list", "item"]);
    await expect(store.get("list")).rejects.toThrow(/WRONGTYPE/);
    await expect(store.compareAndSet("list", null, "mine")).rejects.toThrow(/WRONGTYPE/);
    expect(await client.sendCommand(["LLEN", "list"])).toBe(1);
  });

  test("works over a pool", async () => {
    const pool = createClientPool({ url: server.url }).on("error", () => {});
    await pool.connect();
    cleanUps.push(() => pool.destroy());
    const store = redisStore(pool);
    const won = await Promise.all(Array.from({ length: 50 }, (_, n) => store.compareAndSet("pooled", null, `${n}`)));
    expect(won.filter(Boolean)).toHaveLength(1);
  });

  test("works in a cluster: each command names its one key", async () => {
    const node = await startRedis("--cluster-enabled", "yes");
    cleanUps.push(() => node.dispose());
    const setup = createClient({ url: node.url }).on("error", () => {});
    await setup.connect();
    await setup.sendCommand(["CLUSTER", "ADDSLOTSRANGE", "0", "16383"]);
    while (!`${await setup.sendCommand(["CLUSTER", "INFO"])}`.includes("cluster_state:ok")) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    setup.destroy();
    const cluster = createCluster({ rootNodes: [{ url: node.url }] }).on("error", () => {});
    await cluster.connect();
    cleanUps.push(() => cluster.destroy());
    const store = redisStore({
      send: (command, args) => cluster.sendCommand(command === "EVAL" ? args[2] : args[0], false, [command, ...args]),
    });
    for (const key of ["a", "b", "{c}d"]) {
      expect(await store.compareAndSet(key, null, "mine", { ttlSeconds: 10 })).toBe(true);
      expect(await store.compareAndSet(key, null, "yours")).toBe(false);
      expect(await store.get(key)).toBe("mine");
      await store.delete(key);
    }
  });

  test("rejects at once when its client is closed or was never connected", async () => {
    const closed = await connect();
    closed.destroy();
    const started = performance.now();
    for (const client of [closed, createClient({ url: server.url })]) {
      const { get, set, delete: remove, compareAndSet } = redisStore(client);
      await expect(get("key")).rejects.toThrow("The client is closed");
      await expect(set("key", "value")).rejects.toThrow("The client is closed");
      await expect(remove("key")).rejects.toThrow("The client is closed");
      await expect(compareAndSet("key", null, "value")).rejects.toThrow("The client is closed");
    }
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

test("10,000 interleavings of claims keep to the model", async () => {
  const client = await connect();
  await client.sendCommand(["FLUSHALL"]);
  const { problems, interleavings } = await interleave(redisStore(client), SEEDS);
  expect(problems).toEqual([]);
  expect(interleavings).toBe(SEEDS.length);
}, 300_000);

test("interleavings of sessions keep to the model", async () => {
  const client = await connect();
  await client.sendCommand(["FLUSHALL"]);
  const seeds = sessionSeeds(500);
  const { problems, interleavings } = await interleaveSessions(redisStore(client), seeds);
  expect(problems).toEqual([]);
  expect(interleavings).toBe(seeds.length);
}, 3_600_000);
