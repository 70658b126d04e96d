// The login on a Worker, whose store is a Durable Object.
import { durableObjectStore, type ObjectBinding } from "lark-edge/store/durable-object";
import { worker } from "lark-edge/worker";
import { createSite, type SiteConfig } from "./site.ts";

export { LarkStore } from "lark-edge/store/durable-object";

interface Env {
  STORE: ObjectBinding;
}

export default worker((env: Env) => ({
  fetch: createSite(env as unknown as SiteConfig, durableObjectStore(env.STORE)),
}));
