import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { events, listening, parser } from "./process-events.ts";

const app = new Hono();
if (parser) {
  app.use(async (c, next) => {
    await c.req.json();
    await next();
  });
}
app.post("/webhook", (c) => events.fetch(c.req.raw));
serve({ fetch: app.fetch, port: 0 }, listening);
