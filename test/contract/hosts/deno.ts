import { events, seenAnswer } from "./bot.ts";

const { Deno } = globalThis as unknown as {
  Deno: {
    serve(options: object, handler: (request: Request) => Response | Promise<Response>): unknown;
  };
};
const onListen = ({ port }: { port: number }) => console.log(`LISTENING ${port}`);
Deno.serve({ port: 0, hostname: "127.0.0.1", onListen }, (request) => seenAnswer(request.url) ?? events.fetch(request));
