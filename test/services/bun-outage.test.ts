import { afterAll, beforeAll, describe } from "vitest";
import { testResults } from "../conformance/results.ts";
import { binary, inProcess } from "../conformance/runtimes.ts";
import { cases } from "./bun-outage-suite.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server?.dispose());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("redisStore with Bun's client, in an outage", () => {
  const suite = new URL("bun-outage-suite.ts", import.meta.url).pathname;
  testResults(cases, async () => {
    const results = inProcess(binary("bun"), ["run"], suite, { url: server.url, loadMs: 10_000 });
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
