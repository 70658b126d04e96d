import { events, seenAnswer } from "./bot.ts";

const { Bun } = globalThis as unknown as {
  Bun: { serve(server: object): { port: number } };
};
const { port } = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  fetch: (request: Request) => seenAnswer(request.url) ?? events.fetch(request),
});
console.log(`LISTENING ${port}`);
