// The login beside other routes, with Hono, on a Worker with D1.
import { Hono } from "hono";
import { type D1Binding, d1Store } from "lark-edge/store/d1";
import { worker } from "lark-edge/worker";
import { createSite, type SiteConfig } from "./site.ts";

interface Env {
  DB: D1Binding;
}

export default worker((env: Env) => {
  const site = createSite(env as unknown as SiteConfig, d1Store(env.DB));
  const app = new Hono();
  app.get("/health", (c) => c.text("ok"));
  app.all("*", (c) => site(c.req.raw));
  return { fetch: (request, bindings, ctx) => app.fetch(request, bindings as object, ctx as never) };
});
