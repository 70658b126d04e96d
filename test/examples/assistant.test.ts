// The assistant in workerd: with a Durable Object as its store, a fake model, and the emulator.
import { createEmulator, type EmulatedMessage, type Emulator } from "lark-edge/emulator";
import { Miniflare, type Request as WorkerRequest, Response as WorkerResponse } from "miniflare";
import { afterEach, expect, test, vi } from "vitest";
import { type FakeModelOptions, fakeModel } from "../../examples/assistant/fake-model.ts";
import { COMPATIBILITY_DATE } from "../support/runtimes.ts";
import { bundleWorker, callsOf, connect, secretsOf } from "../support/workerd.ts";

const root = new URL("../../", import.meta.url).pathname;
const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) {
    await cleanUp();
  }
});

/** Runs an assistant, and a person who talks to it. */
async function start(entry: string, options: FakeModelOptions, env: Record<string, string> = {}) {
  const emulator: Emulator = createEmulator();
  const model = fakeModel(options);
  const platform = callsOf(emulator);
  const workerd = new Miniflare({
    modules: true,
    script: await bundleWorker({ entryPoints: [root + entry] }),
    compatibilityDate: COMPATIBILITY_DATE,
    bindings: { ...secretsOf(emulator), MODEL_URL: "http://model.example/v1", ...env },
    durableObjects: {
      STORE: { className: "LarkStore", useSQLite: true },
      ...(entry.endsWith("object.ts") && { ANSWERS: { className: "Answer", useSQLite: true } }),
    },
    queueProducers: { EVENTS: "events" },
    ...(!entry.endsWith("object.ts") && { queueConsumers: { events: { maxBatchTimeout: 0.05 } } }),
    async outboundService(request: WorkerRequest) {
      if (new URL(request.url).hostname !== "model.example") {
        return platform(request);
      }
      const { body, headers } = await model(new Request(request.url, { method: "POST", body: await request.text() }));
      return new WorkerResponse(body as never, { headers: [...headers] });
    },
  });
  cleanUps.push(() => workerd.dispose());
  await connect(emulator, workerd);
  const user = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [user] });
  const cards = () => emulator.messages(chat).filter(({ msg_type }) => msg_type === "interactive");
  return { emulator, workerd, user, chat, cards };
}

interface Card {
  config: { streaming_mode?: boolean };
  body: { elements: { tag: string; element_id: string; content: string }[] };
}

const read = (message: EmulatedMessage | undefined): Card => JSON.parse(message?.content ?? "{}");
const textOf = (message: EmulatedMessage | undefined) =>
  read(message).body?.elements.find(({ element_id }) => element_id === "text")?.content;
const isClosed = (message: EmulatedMessage | undefined) => read(message).config?.streaming_mode === false;

const until = (holds: () => boolean) => vi.waitUntil(holds, { timeout: 30_000, interval: 50 });

test.each(["examples/assistant/worker.ts", "examples/assistant/queue.ts", "examples/assistant/object.ts"])(
  "%s streams an answer",
  async (entry) => {
    const { emulator, user, chat, cards } = await start(entry, { wordMs: 10 });
    expect(await emulator.say(user, chat, "what is an edge?")).toMatchObject({ status: 200 });
    await until(() => isClosed(cards()[0]));
    expect(cards().map(textOf)).toEqual(["You asked: what is an edge?"]);
  },
);

test("its stop button ends the answer", async () => {
  const long = Array.from({ length: 400 }, (_, index) => `word${index}`).join(" ");
  const { emulator, user, chat, cards } = await start("examples/assistant/queue.ts", {
    answer: () => long,
    wordMs: 100,
  });
  await emulator.say(user, chat, "say a lot");
  await until(() => textOf(cards()[0])?.includes("word3") ?? false);
  await emulator.press(cards()[0] as EmulatedMessage, "■ Stop", { user });
  await until(() => isClosed(cards()[0]));
  const text = textOf(cards()[0]) ?? "";
  expect(long.startsWith(text.trim())).toBe(true);
  expect(text.length).toBeLessThan(long.length);
  expect(read(cards()[0]).body.elements.some(({ tag }) => tag === "button")).toBe(false);
});

test("an answer that takes longer than the Worker's time goes on in the queue", async () => {
  const words = Array.from({ length: 60 }, (_, index) => `word${index}`).join(" ");
  const options = { answer: () => words, wordMs: 100 };
  const { emulator, user, chat, cards } = await start("examples/assistant/worker.ts", options, {
    HAND_OVER_MS: "3000",
  });
  // The dispatcher answers after two seconds, and the handler goes on in `waitUntil`.
  expect(await emulator.say(user, chat, "say a lot")).toMatchObject({ status: 200 });
  await until(() => isClosed(cards()[0]));
  expect(cards().map(textOf)).toEqual([words]);
  expect(read(cards()[0]).body.elements.some(({ tag }) => tag === "button")).toBe(false);
});

test("its cron trigger finds nothing to close when every answer is complete", async () => {
  const { emulator, workerd, user, chat, cards } = await start("examples/assistant/worker.ts", { wordMs: 10 });
  await emulator.say(user, chat, "hello");
  await until(() => isClosed(cards()[0]));
  const before = emulator.requests.length;
  const bot = (await workerd.getWorker()) as unknown as { scheduled(options: object): Promise<{ outcome: string }> };
  expect(await bot.scheduled({ cron: "* * * * *" })).toMatchObject({ outcome: "ok" });
  expect(emulator.requests).toHaveLength(before);
});
