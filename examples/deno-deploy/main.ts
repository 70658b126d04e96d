// Run: deno run -A examples/deno-deploy/main.ts
import { createBot } from "../echo.ts";

const { Deno } = globalThis as unknown as {
  Deno: {
    env: { toObject(): Record<string, string> };
    serve(options: { port: number }, handler: (request: Request) => Promise<Response>): unknown;
  };
};
const config: Record<string, string | undefined> = Deno.env.toObject();
const port = Number(config.PORT ?? 3000);
Deno.serve({ port }, createBot(config).fetch);
console.log(`listening on ${port}`);
