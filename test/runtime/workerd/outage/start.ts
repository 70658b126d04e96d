import { createEmulator, type EmulatedChat, type EmulatedUser, type Emulator } from "lark-edge/emulator";
import { Miniflare } from "miniflare";
import { vi } from "vitest";
import { COMPATIBILITY_DATE } from "../../../support/runtimes.ts";
import { bundleWorker, callsOf, dispatch, secretsOf } from "../../../support/workerd.ts";
import type { Told } from "./worker.ts";

/** The emulator, whose clock the test sets, and the events that it has sent. */
export interface Platform {
  readonly emulator: Emulator;
  readonly clock: { aheadMs: number };
  readonly chat: EmulatedChat;
  /** By text. */
  readonly events: Map<string, Request>;
}

export function createPlatform(): Platform {
  const clock = { aheadMs: 0 };
  const emulator = createEmulator({ now: () => Date.now() + clock.aheadMs });
  return { emulator, clock, chat: emulator.addChat(), events: new Map() };
}

/** `worker.ts` in workerd, and the platform before it. */
export interface Fleet {
  /** Lets somebody write a text, whose event goes to an isolate; resolves to the status of the answer. */
  say(text: string, isolate: number): Promise<number>;
  /** Delivers the event of a text again. */
  again(text: string, isolate: number): Promise<number>;
  told(): Promise<Told>;
  /** Waits until so many isolates have handled a text. */
  handled(text: string, times?: number): Promise<string[]>;
  /** The bot's messages. */
  replies(): string[];
  advance(ms: number): Promise<void>;
  invalidateTokens(): void;
  /** Has every Durable Object start anew. */
  evict(): Promise<unknown>;
  /** Lets those who wait go on. */
  open(): Promise<unknown>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** @param folder - Where the objects' data outlasts the Worker. */
export async function startFleet(
  kind: "KV" | "objects",
  platform: Platform = createPlatform(),
  folder?: string,
): Promise<Fleet> {
  const { emulator, clock, chat, events } = platform;
  const miniflare = new Miniflare({
    modules: true,
    script: await bundleWorker({ entryPoints: [new URL("./worker.ts", import.meta.url).pathname] }),
    compatibilityDate: COMPATIBILITY_DATE,
    bindings: { ...secretsOf(emulator), STORE_KIND: kind },
    kvNamespaces: ["KV"],
    durableObjects: { STORE: { className: "EvictedStore", useSQLite: true } },
    ...(folder && { durableObjectsPersist: folder }),
    outboundService: callsOf(emulator),
  });
  const get = async (path: string) => (await miniflare.dispatchFetch(`http://fleet${path}`)).json() as Promise<Told>;
  await get(`/advance/${clock.aheadMs}`);

  async function deliver(text: string, isolate: number): Promise<number> {
    const event = events.get(text) as Request;
    return (await dispatch(miniflare, event.clone() as Request, `http://fleet/event/${isolate}`)).status;
  }

  let writing: Promise<unknown> = Promise.resolve();
  /** Lets somebody write, one after the other, and keeps the event: the test says who gets it. */
  function write(text: string): Promise<unknown> {
    const [user] = chat.users;
    writing = writing.then(async () => {
      current = text;
      await emulator.say(user as EmulatedUser, chat, text);
    });
    return writing;
  }
  let current: string | undefined;
  await emulator.connect(async (request) => {
    if (current !== undefined) {
      events.set(current, request);
      return new Response("{}");
    }
    return dispatch(miniflare, request, "http://fleet/event/0");
  });

  return {
    async say(text, isolate) {
      await write(text);
      return deliver(text, isolate);
    },
    again: deliver,
    told: () => get("/told"),
    async handled(text, times = 1) {
      return vi.waitUntil(async () => {
        const names = (await get("/told")).handled[text] ?? [];
        return names.length >= times && names;
      }, 20_000) as Promise<string[]>;
    },
    replies: () =>
      emulator
        .messages(chat)
        .filter(({ sender }) => sender.sender_type === "app")
        .map(({ text }) => text),
    async advance(ms) {
      clock.aheadMs += ms;
      await get(`/advance/${ms}`);
    },
    invalidateTokens: emulator.invalidateTokens,
    evict: () => get("/evict"),
    open: () => get("/open"),
    [Symbol.asyncDispose]: () => miniflare.dispose(),
  };
}
