// redisStore with Bun's own client on a real server. Runs in Bun; `setting` is the server's address.
import { redisStore } from "lark-edge/store/redis";
import { testKeyValueStore } from "../contract/key-value-store.ts";
import { assert, rejection, test } from "../support/cases.ts";
import { redisClock } from "./redis-clock.ts";

interface Client {
  send(command: string, args: string[]): Promise<unknown>;
  close(): void;
}
interface BunGlobals {
  Bun: { RedisClient: new (url: string) => Client };
  setting: string;
}
// Looked up late: the names of the cases are read on Node.
const bun = () => globalThis as unknown as BunGlobals;
const connect = () => new (bun().Bun.RedisClient)(bun().setting);

let shared: Client | undefined;

testKeyValueStore(
  test,
  () => {
    shared ??= connect();
    const client = shared;
    return { store: redisStore(client), advance: redisClock((...command) => client.send(...command)), punctual: true };
  },
  { clock: true, compareAndSet: true, maxValueBytes: 1_048_576 },
);

test("of 50 claims over five connections exactly one wins", async () => {
  const clients = Array.from({ length: 5 }, connect);
  const stores = clients.map((client) => redisStore(client));
  for (let round = 0; round < 20; round++) {
    const claims = Array.from({ length: 50 }, (_, owner) =>
      stores[owner % 5]?.compareAndSet(`claim-${round}`, null, `owner ${owner}`, { ttlSeconds: 30 }),
    );
    const won = await Promise.all(claims);
    assert.lengthOf(won.filter(Boolean), 1);
    assert.equal(await stores[0]?.get(`claim-${round}`), `owner ${won.indexOf(true)}`);
  }
  for (const client of clients) {
    client.close();
  }
});

test("a value goes on time", async () => {
  const store = redisStore(connect());
  await store.set("precise", "value", { ttlSeconds: 0.15 });
  await new Promise((resolve) => setTimeout(resolve, 152));
  assert.isNull(await store.get("precise"));
});

test("what the server refuses rejects", async () => {
  const client = connect();
  const store = redisStore(client);
  await client.send("LPUSH", ["list", "item"]);
  assert.match((await rejection(store.get("list"))).message, /WRONGTYPE/);
  assert.match((await rejection(store.compareAndSet("list", null, "mine"))).message, /WRONGTYPE/);
});

test("a client that is closed rejects", async () => {
  const client = connect();
  const store = redisStore(client);
  await store.set("key", "value");
  client.close();
  const started = performance.now();
  assert.equal((await rejection(store.get("key"))).code, "ERR_REDIS_CONNECTION_CLOSED");
  assert.equal((await rejection(store.compareAndSet("key", null, "x"))).code, "ERR_REDIS_CONNECTION_CLOSED");
  assert.isBelow(performance.now() - started, 1_000);
});

test("a server that is not there costs no more than the time", async () => {
  const store = redisStore(new (bun().Bun.RedisClient)("redis://127.0.0.1:1"), { timeoutMs: 300 });
  const started = performance.now();
  await rejection(store.get("key"));
  assert.isBelow(performance.now() - started, 1_800);
});
