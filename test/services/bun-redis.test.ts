import { afterAll, beforeAll, describe } from "vitest";
import { testResults } from "../support/case-results.ts";
import { cases } from "../support/cases.ts";
import { binary, inProcess } from "../support/runtimes.ts";
import "./bun-redis-cases.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server?.dispose());

describe("redisStore with Bun's client", () => {
  const files = [new URL("bun-redis-cases.ts", import.meta.url).pathname];
  testResults(cases, () => inProcess(binary("bun"), ["run"], { files, setting: server.url }));
});
