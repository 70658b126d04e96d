import { cloudflareKvStore } from "lark-edge/store/cloudflare-kv";
import { d1Store } from "lark-edge/store/d1";
import { durableObjectStore } from "lark-edge/store/durable-object";
import { layeredStore } from "lark-edge/store/layered";
import { memoryStore } from "lark-edge/store/memory";
import { upstashStore } from "lark-edge/store/upstash";
import { createFleet } from "./isolates.mjs";

export { LarkStore } from "lark-edge/store/durable-object";

const stores = {
  "Durable Object": (env) => durableObjectStore(env.STORE),
  D1: (env) => d1Store(env.DB),
  "Workers KV": (env) => cloudflareKvStore(env.KV),
  "memory before KV": (env) => layeredStore(memoryStore(), cloudflareKvStore(env.KV)),
  Upstash: (env) => upstashStore(env.UPSTASH),
};

let fleet;

export default {
  fetch(request, env) {
    fleet ??= createFleet(() => stores[env.KIND](env), env.SECRETS);
    return fleet(request);
  },
};
