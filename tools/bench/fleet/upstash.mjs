import { startRedis } from "../../../test/services/redis-server.ts";
import { startUpstash } from "../../../test/services/upstash-endpoint.ts";

/** Serves Upstash's REST API before a Redis, says in a line where, and ends with its standard input. */
export async function serve() {
  const server = await startRedis();
  const { url, token, dispose } = await startUpstash(server.url);
  console.log(JSON.stringify({ url, token }));
  process.stdin.resume().once("end", async () => {
    await dispose();
    await server.dispose();
  });
}
