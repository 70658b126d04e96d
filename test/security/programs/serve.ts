// The bot behind the server of its runtime. It says its port, and runs until it is stopped.
import { createServer } from "node:http";
import { listener } from "lark-edge/node";
import { events, openLimit } from "./bot.ts";

interface Hosts {
  Deno?: { serve(options: object, handler: unknown): void };
  Bun?: { serve(options: object): { port: number } };
}

export function serve({ opened }: { opened: boolean }): void {
  if (opened) {
    openLimit();
  }
  const say = (port: number) => console.log(`LISTENING ${port}`);
  const { Deno, Bun } = globalThis as unknown as Hosts;
  const address = { port: 0, hostname: "127.0.0.1" };
  if (Deno) {
    Deno.serve({ ...address, onListen: ({ port }: { port: number }) => say(port) }, (request: Request) =>
      events.fetch(request),
    );
  } else if (Bun) {
    say(Bun.serve({ ...address, fetch: events.fetch }).port);
  } else {
    const server = createServer(listener(events));
    server.keepAliveTimeout = 600_000;
    server.listen(0, "127.0.0.1", () => say((server.address() as { port: number }).port));
  }
}
