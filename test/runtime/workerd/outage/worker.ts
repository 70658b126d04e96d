// A fleet in one Worker. An isolate of it is a client, a dispatcher and a store of its own: all state of ours is in them.
import { im } from "lark-edge/api/im";
import { Client, type KeyValueStore } from "lark-edge/core";
import { EventDispatcher, once } from "lark-edge/event";
import { cloudflareKvStore, type KvBinding } from "lark-edge/store/cloudflare-kv";
import { durableObjectStore, LarkStore, type ObjectBinding, type ObjectStorage } from "lark-edge/store/durable-object";
import { staleKv } from "./stale-kv.ts";

interface Env {
  APP_ID: string;
  APP_SECRET: string;
  ENCRYPT_KEY: string;
  VERIFICATION_TOKEN: string;
  STORE_KIND: "KV" | "objects";
  KV: KvBinding;
  STORE: ObjectBinding;
}

/** What the fleet tells of itself. */
export interface Told {
  /** By text: the isolates whose handler ran to its end. */
  handled: Record<string, string[]>;
  /** By isolate. */
  tokenRequests: Record<string, number>;
  /** How many Durable Objects were started. */
  objects: number;
  /** How many operations of a store of objects failed. */
  failures: number;
  lines: string[];
}

const clock = { aheadMs: 0 };
const realNow = Date.now;
Date.now = () => realNow() + clock.aheadMs;

const SHARDS = 8;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const told: Told = { handled: {}, tokenRequests: {}, objects: 0, failures: 0, lines: [] };
const failed = new Set<string>();
let isOpen = false;

/** The published class, which can be evicted. */
export class EvictedStore extends LarkStore {
  readonly #abort: (reason: string) => void;

  constructor(state: { storage: ObjectStorage; abort(reason?: string): void }) {
    super(state);
    told.objects++;
    this.#abort = (reason) => state.abort(reason);
  }

  override async fetch(request: Request): Promise<Response> {
    if (new URL(request.url).pathname === "/evict") {
      this.#abort("evicted by the test");
    }
    return super.fetch(request);
  }
}

/** An object's binding whose failures are counted: most of them are hidden by a second try, and never logged. */
const counted = (binding: ObjectBinding): ObjectBinding => ({
  idFromName: (name) => binding.idFromName(name),
  get: (id) => ({
    fetch: (...args) =>
      binding
        .get(id)
        .fetch(...args)
        .catch((error) => {
          told.failures++;
          throw error;
        }),
  }),
});

const stores = {
  KV: (env: Env): KeyValueStore => cloudflareKvStore(staleKv(env.KV)),
  objects: (env: Env): KeyValueStore => durableObjectStore(counted(env.STORE), { shards: SHARDS }),
};

function createIsolate(env: Env, name: string): EventDispatcher {
  const write = (...parts: unknown[]) => void told.lines.push(parts.join(" "));
  const logger = { error: write, warn: write, info: write, debug: write };
  const { APP_ID: appId, APP_SECRET: appSecret, ENCRYPT_KEY: encryptKey, VERIFICATION_TOKEN: verificationToken } = env;
  const store = stores[env.STORE_KIND](env);
  const count: typeof fetch = (input, init) => {
    if (`${input}`.includes("access_token")) {
      told.tokenRequests[name] = (told.tokenRequests[name] ?? 0) + 1;
    }
    return fetch(input, init);
  };
  const client = new Client({ appId, appSecret, fetch: count, store, logger, apis: { im } });
  const guarantee = env.STORE_KIND === "KV" ? "best-effort" : "atomic";
  const events = new EventDispatcher({ encryptKey, verificationToken, logger, once: once({ store, guarantee }) });
  return events.on("im.message.receive_v1", async ({ message }) => {
    const { text } = JSON.parse(message.content);
    if (text.startsWith("fail") && !failed.has(text)) {
      failed.add(text);
      throw new Error("as told");
    }
    while (text.startsWith("wait") && !isOpen) {
      await pause(10);
    }
    await client.im.v1.message.reply({
      path: { message_id: message.message_id },
      data: { msg_type: "text", content: message.content },
    });
    told.handled[text] ??= [];
    told.handled[text].push(name);
  });
}

const isolates = new Map<string, EventDispatcher>();

export default {
  async fetch(request: Request, env: Env, ctx: unknown): Promise<Response> {
    const [, what, detail = ""] = new URL(request.url).pathname.split("/");
    switch (what) {
      case "advance":
        clock.aheadMs += Number(detail);
        break;
      case "open":
        isOpen = true;
        break;
      case "evict":
        for (let shard = 0; shard < SHARDS; shard++) {
          const object = env.STORE.get(env.STORE.idFromName(`lark-edge:1:${shard}`));
          await object.fetch("https://store/evict", { method: "POST", body: "" }).catch(() => {});
        }
        break;
      case "event": {
        const isolate = isolates.get(detail) ?? createIsolate(env, detail);
        isolates.set(detail, isolate);
        return isolate.fetch(request, env, ctx);
      }
      default:
    }
    return Response.json(told);
  },
};
