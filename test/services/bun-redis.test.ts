import { afterAll, beforeAll, describe } from "vitest";
import { testResults } from "../conformance/results.ts";
import { binary, inProcess } from "../conformance/runtimes.ts";
import { cases } from "./bun-redis-suite.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server?.dispose());

describe("redisStore with Bun's client", () => {
  const suite = new URL("bun-redis-suite.ts", import.meta.url).pathname;
  testResults(cases, () => inProcess(binary("bun"), ["run"], suite, server.url));
});
