import { worker } from "lark-edge/worker";
import { events, seenAnswer } from "./bot.ts";

const bot = worker(() => events);

export default {
  ...bot,
  fetch: (request: Request, env: unknown, ctx: never) => seenAnswer(request.url) ?? bot.fetch(request, env, ctx),
};
