// Build and run: npx esbuild examples/login/node.ts --bundle --platform=node --format=esm --outfile=site.mjs && node site.mjs
import { createServer, type IncomingMessage } from "node:http";
import { memoryStore } from "lark-edge/store/memory";
import { createSite } from "./site.ts";

// One process. Several share a Redis: redisStore(client) of lark-edge/store/redis.
const site = createSite(process.env, memoryStore());
const port = Number(process.env.PORT ?? 3000);

/** A request as the web has it. Bodies of this site are short. */
async function toRequest(message: IncomingMessage): Promise<Request> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message) {
    chunks.push(chunk);
  }
  const { method = "GET", url = "/" } = message;
  const headers = new Headers(message.headers as Record<string, string>);
  const body = method === "POST" ? Buffer.concat(chunks).toString() : null;
  return new Request(`http://localhost:${port}${url}`, { method, headers, body });
}

createServer(async (message, response) => {
  try {
    const answer = await site(await toRequest(message));
    // A list, so that each cookie has its own line.
    response.writeHead(answer.status, [...answer.headers].flat());
    response.end(Buffer.from(await answer.arrayBuffer()));
  } catch (error) {
    console.error(error);
    response.writeHead(500).end();
  }
}).listen(port, () => console.log(`listening on ${port}`));
