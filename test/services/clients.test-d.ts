// The real clients fit without types of ours, and what would fail at run time is an error in its own line.
import { createClient, createClientPool, createCluster, createSentinel } from "redis";
import { redisStore } from "../../src/store/backends/redis.ts";
import { upstashStore } from "../../src/store/backends/upstash.ts";

const url = "redis://localhost";

export async function nodeRedis(): Promise<void> {
  redisStore(createClient());
  redisStore(await createClient({ url }).on("error", console.error).connect());
  redisStore(createClient({ url, RESP: 3 }));
  redisStore(createClient({ url, RESP: 2, commandOptions: { typeMapping: { 36: Buffer } } }), { timeoutMs: 1_000 });
  redisStore(createClient({ url }).withCommandOptions({ timeout: 100 }));
  redisStore(createClientPool({ url }));
  // @ts-expect-error a promise is not yet a client
  redisStore(createClient({ url }).connect());
  const cluster = createCluster({ rootNodes: [{ url }] });
  redisStore({
    send: (command, args) => cluster.sendCommand(command === "EVAL" ? args[2] : args[0], false, [command, ...args]),
  });
  // @ts-expect-error a cluster has to be told the key first
  redisStore(cluster);
  // @ts-expect-error a sentinel has to be told first whether the command reads
  redisStore(createSentinel({ name: "main", sentinelRootNodes: [] }));
}

/** As Bun declares it (bun-types, `RedisClient.send`). */
declare class BunClient {
  send(command: string, args: string[]): ReturnType<typeof JSON.parse>;
}
redisStore(new BunClient());
// @ts-expect-error a client is necessary
redisStore();
// @ts-expect-error an address is no client
redisStore(url);
// @ts-expect-error no such option
redisStore(new BunClient(), { timeout: 1 });

upstashStore({ url: "https://a.upstash.io", token: "token" });
upstashStore({ url: "https://a.upstash.io", token: "token", fetch, timeoutMs: 1_000 });
// @ts-expect-error the token is necessary
upstashStore({ url: "https://a.upstash.io" });
