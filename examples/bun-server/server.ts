// Run: bun examples/bun-server/server.ts
import { createBot } from "../echo.ts";

// The dispatcher has a `fetch`, which is all that Bun.serve needs.
const { Bun, process } = globalThis as unknown as {
  Bun: { serve(server: { fetch: (request: Request) => Promise<Response>; port: number }): { port: number } };
  process: { env: Record<string, string | undefined> };
};
const { fetch } = createBot(process.env);
const { port } = Bun.serve({ fetch, port: Number(process.env.PORT ?? 3000) });
console.log(`listening on ${port}`);
