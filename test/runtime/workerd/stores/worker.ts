// A Worker that holds a store of each kind and lets the tests use them: one case of the contract, or one call, per
// request.
import { cloudflareKvStore, type KvBinding } from "lark-edge/store/cloudflare-kv";
import { type D1Binding, d1Store } from "lark-edge/store/d1";
import { durableObjectStore, type ObjectBinding } from "lark-edge/store/durable-object";
import { layeredStore } from "lark-edge/store/layered";
import { memoryStore } from "lark-edge/store/memory";
import type { KeyValueStore } from "../../../../src/store/index.ts";
import type { ClaimStore } from "../../../../src/store/shared/claim.ts";
import { interleave } from "../../../contract/claim-model.ts";
import { testKeyValueStore } from "../../../contract/key-value-store.ts";
import { interleaveSessions } from "../../../contract/session-model.ts";
import { type BackendName, HAS } from "./backends.ts";
import { clock, now } from "./objects.ts";

export { HoldingStore, LarkStore, LegacyStore, TestStore } from "./objects.ts";

interface Env {
  KV: KvBinding;
  DB: D1Binding;
  STORE: ObjectBinding;
  TEST: ObjectBinding;
  LEGACY: ObjectBinding;
  HOLDING: ObjectBinding;
}

/** A call of a store's method. `{ text, times, end }` stands for a text that is too long to send. */
export interface Call {
  backend: BackendName;
  /** The table of D1, for a store that is made for this call alone. */
  table?: string;
  method: "get" | "set" | "delete" | "compareAndSet";
  args: unknown[];
}

let stores: Record<BackendName, KeyValueStore> | undefined;

const makeStores = (env: Env): Record<BackendName, KeyValueStore> => ({
  "Workers KV": cloudflareKvStore(env.KV),
  D1: d1Store(env.DB, { now }),
  "D1, its own clock": d1Store(env.DB, { table: "own_clock" }),
  "Durable Objects": durableObjectStore(env.TEST),
  "Durable Objects, as published": durableObjectStore(env.STORE),
  "Durable Objects, new_classes": durableObjectStore(env.LEGACY, { shards: 2 }),
  "Durable Objects, held by another class": durableObjectStore(env.HOLDING, { shards: 1 }),
  "memory before Workers KV": layeredStore(memoryStore({ now }), cloudflareKvStore(env.KV)),
  "memory before Durable Objects": layeredStore(memoryStore({ now }), durableObjectStore(env.LEGACY)),
});

async function runCase(name: string, backend: BackendName, store: KeyValueStore): Promise<string> {
  const cases = new Map<string, () => void | Promise<void>>();
  const advance = (ms: number) => {
    clock.aheadMs += ms;
  };
  const { punctual, ...has } = HAS[backend];
  testKeyValueStore(
    (known, run) => cases.set(known, run),
    () => ({ store, advance, punctual }),
    has,
  );
  await cases.get(name)?.();
  return cases.has(name) ? "passed" : "no such case";
}

const unfold = (value: unknown): unknown => {
  const { text, times, end = "" } = Object(value);
  return text === undefined ? value : text.repeat(times) + end;
};

const fold = (value: unknown) => (typeof value === "string" && value.length > 1000 ? value.length : value);

const carryOut = async (store: KeyValueStore, [name, ...args]: [Call["method"], ...unknown[]]) => {
  const method = store[name] as (...args: unknown[]) => Promise<unknown>;
  return fold(await method(...args.map(unfold)));
};

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    stores ??= makeStores(env);
    const { pathname } = new URL(request.url);
    const body = (await request.json()) as Call & {
      name: string;
      shard: string;
      seeds: number[];
      calls: [Call["method"], ...unknown[]][];
    };
    const store = body.table ? d1Store(env.DB, { table: body.table, now }) : stores[body.backend];
    try {
      switch (pathname) {
        case "/case":
          return Response.json({ result: await runCase(body.name, body.backend, store) });
        case "/advance":
          clock.aheadMs += body.args[0] as number;
          return Response.json({});
        case "/look":
        case "/alarm": {
          const object = env.TEST.get(env.TEST.idFromName(`lark-edge:1:${body.shard}`));
          return (await object.fetch(`https://store${pathname}`, { method: "POST", body: "" })) as Response;
        }
        case "/interleave":
          return Response.json({ result: await interleave(store as ClaimStore, body.seeds) });
        case "/interleave-sessions":
          return Response.json({ result: await interleaveSessions(store, body.seeds) });
        case "/guarantees":
          return Response.json({ guarantees: store.guarantees, methods: Object.keys(store) });
        case "/calls":
          return Response.json({ result: await Promise.all(body.calls.map((call) => carryOut(store, call))) });
        default:
          return Response.json({ result: await carryOut(store, [body.method, ...body.args]) });
      }
    } catch (error) {
      return Response.json({ error: `${error}\n${(error as Error).stack}` });
    }
  },
};
