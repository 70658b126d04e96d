import { afterAll, beforeAll, describe } from "vitest";
import { testResults } from "../support/case-results.ts";
import { cases } from "../support/cases.ts";
import { binary, inProcess } from "../support/runtimes.ts";
import "./bun-outage-cases.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server?.dispose());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("redisStore with Bun's client, in an outage", () => {
  const files = [new URL("bun-outage-cases.ts", import.meta.url).pathname];
  testResults(cases, async () => {
    const results = inProcess(binary("bun"), ["run"], { files, setting: { url: server.url, loadMs: 10_000 } });
    // Bun needs a second or two to start.
    for (const awayMs of [0, 700, 1_400]) {
      await pause(2_000);
      await server.kill();
      await pause(awayMs);
      await server.start();
    }
    return results;
  });
});
