// Run: deno run -A --unstable-kv examples/login/deno.ts
import { type DenoKv, denoKvStore } from "lark-edge/store/deno-kv";
import { createSite } from "./site.ts";

const { Deno } = globalThis as unknown as {
  Deno: {
    env: { toObject(): Record<string, string> };
    openKv(): Promise<DenoKv>;
    serve(options: { port: number }, handler: (request: Request) => Promise<Response>): unknown;
  };
};
const config: Record<string, string | undefined> = Deno.env.toObject();
const port = Number(config.PORT ?? 3000);
Deno.serve({ port }, createSite(config, denoKvStore(await Deno.openKv())));
console.log(`listening on ${port}`);
