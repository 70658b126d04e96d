// A bot behind the server of its runtime, for attacks over the loopback. It says its port, and runs until it is stopped.
import { EventDispatcher } from "lark-edge/event";
import { ENCRYPT_KEY, TOKEN } from "../unsigned-bodies.ts";

/** Lets the clock run ahead, so that the limit of tries never ends. */
export function openLimit(): void {
  const { now } = Date;
  let ahead = 0;
  Date.now = () => {
    ahead += 1_000;
    return now.call(Date) + ahead;
  };
}

export const events: EventDispatcher = new EventDispatcher({
  encryptKey: ENCRYPT_KEY,
  verificationToken: TOKEN,
  loggerLevel: "silent",
});

interface Hosts {
  Deno?: { serve(options: object, handler: unknown): void };
  Bun?: { serve(options: object): { port: number } };
}

export async function serve({ opened }: { opened: boolean }): Promise<void> {
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
    const [{ createServer }, { listener }] = await Promise.all([import("node:http"), import("lark-edge/node")]);
    const server = createServer(listener(events));
    server.keepAliveTimeout = 600_000;
    server.listen(0, "127.0.0.1", () => say((server.address() as { port: number }).port));
  }
}
