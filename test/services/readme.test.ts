// The examples of docs/stores.md that need a Redis, as they are written. The others are in `test/examples/readme`.
import { execFile } from "node:child_process";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { createClient, createCluster } from "redis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { binary } from "../support/runtimes.ts";
import { type Conversation, placeStores } from "../support/store-program.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";
import { startUpstash, type UpstashEndpoint } from "./upstash-endpoint.ts";

const GOOD: Conversation = { reply: "hi", statuses: [200, 200], handled: 1, keptToken: true };

let server: RedisServer;
let endpoint: UpstashEndpoint;
let talk: (name: string, input: unknown) => Promise<Conversation>;
const cleanUps: (() => unknown)[] = [];
beforeAll(async () => {
  server = await startRedis();
  endpoint = await startUpstash(server.url);
  ({ talk } = await import(
    /* @vite-ignore */ pathToFileURL(await placeStores("", ["onUpstash", "onRedis", "onIoredis", "onRedisCluster"]))
      .href
  ));
});
afterAll(async () => {
  for (const cleanUp of cleanUps.reverse()) {
    await cleanUp();
  }
  await endpoint?.dispose();
  await server?.dispose();
});

async function connected() {
  const client = await createClient({ url: server.url }).connect();
  cleanUps.push(() => client.destroy());
  return client;
}

test("onUpstash", async () => {
  const env = { UPSTASH_REDIS_REST_URL: endpoint.url, UPSTASH_REDIS_REST_TOKEN: endpoint.token };
  expect(await talk("onUpstash", env)).toEqual(GOOD);
});

test("onRedis, which connects by itself", async () => {
  expect(await talk("onRedis", server.url)).toEqual(GOOD);
});

test("a client whose method is `call`, as ioredis has it", async () => {
  const client = await connected();
  const ioredis = { call: (command: string, ...args: string[]) => client.sendCommand([command, ...args]) };
  expect(await talk("onIoredis", ioredis)).toEqual(GOOD);
});

test("a cluster", async () => {
  const node = await startRedis("--cluster-enabled", "yes");
  cleanUps.push(() => node.dispose());
  const setup = await createClient({ url: node.url }).connect();
  cleanUps.push(() => setup.destroy());
  await setup.sendCommand(["CLUSTER", "ADDSLOTSRANGE", "0", "16383"]);
  while (!`${await setup.sendCommand(["CLUSTER", "INFO"])}`.includes("cluster_state:ok")) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const cluster = createCluster({ rootNodes: [{ url: node.url }] }).on("error", () => {});
  await cluster.connect();
  cleanUps.push(() => cluster.destroy());
  expect(await talk("onRedisCluster", cluster)).toEqual(GOOD);
});

test("Bun's client, in Bun", async () => {
  const end = `import { RedisClient } from "bun";
    console.log("TALKED" + JSON.stringify(await talk("onBunRedis", new RedisClient(${JSON.stringify(server.url)}))));
    process.exit();`;
  const { stdout } = await promisify(execFile)(binary("bun"), ["run", await placeStores(end, ["onBunRedis"])]);
  expect(JSON.parse(stdout.slice(stdout.indexOf("TALKED") + 6))).toEqual(GOOD);
});
