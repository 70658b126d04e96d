import { createEmulator, type Emulator, type EmulatorOptions, type Fault } from "../../../src/emulator/index.ts";
import { Client } from "../../../src/index.ts";
import { memoryStore } from "../../../src/store/backends/memory.ts";
import type { KeyValueStore } from "../../../src/store/index.ts";
import type { StreamChunk, StreamClock, StreamOptions, StreamSource } from "../../../src/streaming/index.ts";
import { streamCard } from "../../../src/streaming/index.ts";

export interface TestClock extends StreamClock {
  /** Holds the time while this work is under way. */
  during<T>(work: Promise<T>): Promise<T>;
}

/** A clock on which waiting takes no time: it goes on to the next time that is waited for when no request is under way. */
export function testClock(): TestClock {
  let time = 1_700_000_000_000;
  let underWay = 0;
  let isSet = false;
  let waiting: { due: number; resolve: () => void }[] = [];
  function goOn(): void {
    if (isSet || waiting.length === 0) {
      return;
    }
    isSet = true;
    setTimeout(() => {
      isSet = false;
      if (underWay === 0 && waiting.length > 0) {
        time = Math.max(time, Math.min(...waiting.map(({ due }) => due)));
        const due = waiting.filter((one) => one.due <= time);
        waiting = waiting.filter((one) => one.due > time);
        for (const { resolve } of due) {
          resolve();
        }
      }
      goOn();
    });
  }
  return {
    now: () => time,
    wait: (ms, signal) =>
      new Promise((resolve) => {
        const end = () => {
          waiting = waiting.filter((other) => other !== one);
          signal?.removeEventListener("abort", end);
          resolve();
        };
        const one = { due: time + ms, resolve: end };
        waiting.push(one);
        signal?.addEventListener("abort", end);
        goOn();
      }),
    async during(work) {
      underWay += 1;
      try {
        return await work;
      } finally {
        underWay -= 1;
      }
    },
  };
}

/** A message of a person, and what a bot needs to answer it with a stream. */
export async function world(options: EmulatorOptions = {}) {
  const clock = testClock();
  const emulator: Emulator = createEmulator({ now: clock.now, app: { encryptKey: "" }, ...options });
  const ada = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [ada] });
  await emulator.connect(async (request) => {
    const { challenge } = await request.json().catch(() => ({}));
    return Response.json({ challenge });
  });
  await emulator.say(ada, chat, "question");
  const asked = emulator.messages(chat)[0];
  const message = { message_id: asked?.message_id ?? "" };
  const { appId, appSecret } = emulator.app;
  const served: typeof emulator.fetch = (...call) => clock.during(emulator.fetch(...call));
  const connect = (fetch = served) => new Client({ appId, appSecret, fetch, logger: silent });
  const store = memoryStore({ now: clock.now });
  const context = () => ({
    type: "im.message.receive_v1",
    header: { app_id: appId, event_id: "event-1" },
    raw: { event: { message } },
  });
  const run = (source: StreamSource, more: StreamOptions = {}, client = connect()) =>
    streamCard(client, message, source, { clock, store, logger: silent, ctx: context() as never, ...more });
  /** What one process of the bot works with. After `kill` nothing that it has begun goes on. */
  function isolate() {
    let isDead = false;
    const lost = () => new Promise<never>(() => {});
    const alive = <T>(work: () => Promise<T>): Promise<T> =>
      isDead ? lost() : work().then((done) => (isDead ? lost() : done));
    const own: StreamClock = { now: clock.now, wait: (ms, signal) => alive(() => clock.wait(ms, signal)) };
    const kept: KeyValueStore = {
      get: (key) => alive(() => store.get(key)),
      set: (...call) => alive(() => store.set(...call)),
      delete: (key) => alive(() => store.delete(key)),
      compareAndSet: (...call) => alive(() => store.compareAndSet(...call)),
    };
    const fetched: typeof emulator.fetch = (...call) => alive(() => clock.during(emulator.fetch(...call)));
    const kill = () => {
      isDead = true;
    };
    return { clock: own, store: kept, fetch: fetched, kill };
  }
  /** The cards of the bot that people can see. */
  const cards = () =>
    emulator
      .messages(chat)
      .filter(({ msg_type, deleted }) => msg_type === "interactive" && !deleted)
      .map(({ content }) => JSON.parse(content));
  const textIn = (card: { body: { elements: { element_id: string; content: string }[] } }) =>
    card.body.elements.find(({ element_id }) => element_id === "text")?.content;
  const fault = (one: Fault) => emulator.faults.add(one);
  return { clock, emulator, isolate, ada, chat, message, connect, store, context, run, cards, textIn, fault };
}

export const silent = { error() {}, warn() {}, info() {}, debug() {} };

/** Yields chunks with a pause after each. */
export async function* slowly(
  chunks: Iterable<StreamChunk>,
  clock: StreamClock,
  ms = 200,
): AsyncGenerator<StreamChunk> {
  for (const chunk of chunks) {
    yield chunk;
    await clock.wait(ms);
  }
}
