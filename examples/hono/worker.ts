// The bot beside other routes, with Hono. `worker` builds the app once per isolate.
import { Hono } from "hono";
import { worker } from "lark-edge/worker";
import { type BotConfig, createBot } from "../echo.ts";

export default worker((env: BotConfig) => {
  const bot = createBot(env);
  const app = new Hono();
  app.get("/", (c) => c.text("a bot lives at /webhook/event"));
  app.post("/webhook/event", (c) => bot.fetch(c.req.raw, c.env, c.executionCtx));
  return { fetch: (request, env, ctx) => app.fetch(request, env as object, ctx as never) };
});
