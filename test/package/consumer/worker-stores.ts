// What a user of Workers writes, with the real types of the bindings. A line under `@ts-expect-error` must not compile.
import { DurableObject } from "cloudflare:workers";
import { Client } from "lark-edge/core";
import { EventDispatcher, once, queue } from "lark-edge/event";
import { cloudflareKvStore } from "lark-edge/store/cloudflare-kv";
import { d1Store } from "lark-edge/store/d1";
import { durableObjectStore, LarkStore } from "lark-edge/store/durable-object";
import { layeredStore } from "lark-edge/store/layered";
import { memoryStore } from "lark-edge/store/memory";
import { consume, worker } from "lark-edge/worker";

interface Env {
  KV: KVNamespace;
  DB: D1Database;
  STORE: DurableObjectNamespace;
  // As `wrangler types` writes it.
  NAMED: DurableObjectNamespace<LarkStore>;
  R2: R2Bucket;
  EVENTS: Queue;
}

export { LarkStore };

/** The class that Cloudflare's templates have, with a store inside. */
export class HoldingStore extends DurableObject<Env> {
  readonly #store = new LarkStore(this.ctx, this.env);
  override fetch(request: Request): Promise<Response> {
    return this.#store.fetch(request);
  }
  override alarm(): Promise<void> {
    return this.#store.alarm();
  }
}

export const make = (env: Env, state: DurableObjectState) => {
  const kv = cloudflareKvStore(env.KV, { cacheTtlSeconds: 30 });
  const d1 = d1Store(env.DB, { table: "bot" });
  const objects = durableObjectStore(env.STORE, { shards: 4 });
  const near = layeredStore(memoryStore(), kv, { maxAgeSeconds: 10 });
  const classic: globalThis.DurableObject = new LarkStore(state, env);
  for (const store of [kv, d1, objects, near]) {
    new Client({ appId: "cli_1", appSecret: "secret", store });
  }
  d1.compareAndSet("key", null, "value", { ttlSeconds: 1 });
  objects.compareAndSet("key", "value", null);
  durableObjectStore(env.NAMED);
  durableObjectStore(env.STORE.jurisdiction("eu"));

  // @ts-expect-error Workers KV has none, so nobody builds a claim on it by mistake.
  kv.compareAndSet;
  // @ts-expect-error Nor has memory before another store.
  near.compareAndSet;
  // @ts-expect-error A session may read from a replica.
  d1Store(env.DB.withSession());
  // @ts-expect-error Another kind of binding.
  cloudflareKvStore(env.R2);
  // @ts-expect-error Another kind of binding.
  durableObjectStore(env.KV);
  // @ts-expect-error Another kind of binding.
  d1Store(env.STORE);
  // @ts-expect-error Forgotten.
  cloudflareKvStore();
  return classic;
};

const makeEvents = (env: Env) =>
  new EventDispatcher({ once: once({ store: durableObjectStore(env.STORE) }), queue: queue(env.EVENTS) }).on(
    "im.message.receive_v1",
    ({ message }) => void message.message_id,
  );

/** The whole Worker. */
export const whole: ExportedHandler<Env, unknown> = worker(makeEvents);

/** The same by hand. */
export const byHand: ExportedHandler<Env, unknown> = {
  fetch: (request, env, ctx) => makeEvents(env).fetch(request, env, ctx),
  queue: (batch, env) => consume(batch, makeEvents(env)),
};

// @ts-expect-error Another kind of binding.
queue(({} as Env).KV);
