// A stream in a Durable Object: its alarm answers the message, and runs again if the object or the whole process dies.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator, type Emulator } from "lark-edge/emulator";
import { Miniflare } from "miniflare";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { COMPATIBILITY_DATE } from "../../../support/runtimes.ts";
import { bundleWorker, callsOf, dispatch, secretsOf } from "../../../support/workerd.ts";

interface Card {
  config: { streaming_mode?: boolean };
  body: { elements: { element_id: string; content: string }[] };
}

const ANSWER = Array.from({ length: 40 }, (_, index) => `word${index} `).join("");

let emulator: Emulator;
let workerd: Miniflare;
let folder: string;

/** Starts workerd. What its objects store outlasts it. */
async function start(): Promise<void> {
  workerd = new Miniflare({
    modules: true,
    script: await bundleWorker({ entryPoints: [new URL("./worker.ts", import.meta.url).pathname] }),
    compatibilityDate: COMPATIBILITY_DATE,
    bindings: secretsOf(emulator),
    durableObjects: {
      STORE: { className: "LarkStore", useSQLite: true },
      ANSWERS: { className: "Answer", useSQLite: true },
    },
    durableObjectsPersist: folder,
    outboundService: callsOf(emulator),
  });
  await workerd.ready;
  await workerd.dispatchFetch("http://bot/");
}

beforeEach(async () => {
  emulator = createEmulator();
  folder = await mkdtemp(join(tmpdir(), "lark-edge-"));
  await start();
  await emulator.connect((request) => dispatch(workerd, request, "http://bot/event"));
});
afterEach(async () => {
  await workerd.dispose();
  await rm(folder, { recursive: true });
});

/** Lets a person write, and returns what becomes of the cards. */
async function ask(text: string) {
  const user = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [user] });
  const cards = (): Card[] =>
    emulator
      .messages(chat)
      .filter(({ msg_type, deleted }) => msg_type === "interactive" && !deleted)
      .map(({ content }) => JSON.parse(content));
  const texts = () => cards().map(({ body }) => body.elements.find(({ element_id }) => element_id === "text")?.content);
  const isClosed = () => cards().length > 0 && cards().every(({ config }) => config.streaming_mode === false);
  expect(await emulator.say(user, chat, text)).toMatchObject({ status: 200 });
  return { cards, texts, isClosed };
}

const until = (holds: () => boolean | Promise<boolean>) => vi.waitUntil(holds, { timeout: 40_000, interval: 50 });
const alarms = async () => ((await (await workerd.dispatchFetch("http://bot/")).json()) as { alarms: number }).alarms;

test("an answer that takes longer than the platform waits is streamed in the object's alarm", async () => {
  const { texts, isClosed } = await ask("hello");
  await until(isClosed);
  expect(texts()).toEqual([ANSWER]);
  expect(await alarms()).toBe(1);
}, 60_000);

test.each([["starts again"], ["continue"]])(
  "the object is evicted, and the next alarm completes the card: %s",
  async (text) => {
    const { texts, isClosed } = await ask(text);
    await until(() => texts()[0]?.includes("word12") ?? false);
    await workerd.dispatchFetch("http://bot/evict");
    await until(isClosed);
    expect(texts()).toEqual([ANSWER]);
    expect(await alarms()).toBe(2);
  },
  60_000,
);

test("the process dies, and the alarm of the next process completes the card", async () => {
  const { texts, isClosed } = await ask("hello");
  await until(() => texts()[0]?.includes("word12") ?? false);
  await workerd.dispose();
  expect(isClosed()).toBe(false);
  await start();
  await until(isClosed);
  expect(texts()).toEqual([ANSWER]);
}, 90_000);

test("the object is evicted, and its alarm closes the card with what was stored", async () => {
  const { cards, texts, isClosed } = await ask("give up");
  await until(() => texts()[0]?.includes("word28") ?? false);
  await workerd.dispatchFetch("http://bot/evict");
  await until(() => JSON.stringify(cards()).includes("Interrupted"));
  const [text = ""] = texts();
  expect(isClosed()).toBe(true);
  expect(texts()).toHaveLength(1);
  expect(ANSWER.startsWith(text) && text.includes("word")).toBe(true);
  expect(text).not.toBe(ANSWER);
}, 60_000);
