import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { createEvents, type Env } from "./events.ts";

const events = createEvents(env as unknown as Env);
const app = new Hono();
app.post("/webhook", (c) => events.fetch(c.req.raw, c.env, c.executionCtx));
export default app;
