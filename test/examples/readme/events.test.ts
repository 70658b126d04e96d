// The bots of the guides that use a store or a queue, as they are written there, in workerd.
import { createEmulator } from "lark-edge/emulator";
import { Miniflare } from "miniflare";
import { parse } from "smol-toml";
import { expect, test, vi } from "vitest";
import { blocksOf } from "../../support/markdown-blocks.ts";
import { COMPATIBILITY_DATE } from "../../support/runtimes.ts";
import { bundleWorker, callsOf, dispatch, secretsOf } from "../../support/workerd.ts";

/** What of `wrangler.toml` the examples show. */
interface Settings {
  queues: {
    producers: { binding: string; queue: string }[];
    consumers: { queue: string; max_retries: number; dead_letter_queue: string }[];
  };
}

/** The blocks of a page in one language. */
const codeOf = async (page: string, language: string) =>
  (await blocksOf(page)).filter((block) => block.language === language).map(({ code }) => code);

/** Runs a bot, delivers one message to it twice, and gives what it wrote once it has written something. */
async function talk(contents: string, bindings: object = {}): Promise<string[]> {
  const emulator = createEmulator({ answerTimeoutMs: 60_000 });
  const workerd = new Miniflare({
    modules: true,
    script: await bundleWorker({
      stdin: { contents, resolveDir: new URL(".", import.meta.url).pathname, loader: "ts" },
    }),
    compatibilityDate: COMPATIBILITY_DATE,
    bindings: secretsOf(emulator),
    durableObjects: { STORE: { className: "LarkStore", useSQLite: true } },
    outboundService: callsOf(emulator),
    ...bindings,
  });
  try {
    await workerd.ready;
    await workerd.dispatchFetch("https://bot.example/");
    let delivered: Request | undefined;
    await emulator.connect((request) => {
      delivered = request.clone() as Request;
      return dispatch(workerd, request);
    });
    const user = emulator.addUser();
    const chat = emulator.addChat({ users: [user] });
    const { status } = await emulator.say(user, chat, "hello");
    expect(status).toBe(200);
    const replies = () => emulator.messages(chat).filter(({ sender }) => sender.sender_type === "app");
    await vi.waitUntil(() => replies().length, { timeout: 20_000 });
    // On a slow machine the handler may still run: the same event is then answered 503.
    const again = async () => (await dispatch(workerd, delivered?.clone() as Request)).status === 200;
    await vi.waitUntil(again, { timeout: 20_000 });
    return replies().map(({ text }) => text);
  } finally {
    await workerd.dispose();
  }
}

test("the bot of docs/every-event-once.md answers once", async () => {
  const [bot = ""] = await codeOf("docs/every-event-once.md", "ts");
  expect(bot).toContain("once: once({ store");
  expect(await talk(bot)).toEqual(["Hello!"]);
});

test("the bot of docs/queues.md answers from its queue, with the queue as it is configured there", async () => {
  const [bot = ""] = await codeOf("docs/queues.md", "ts");
  expect(bot).toContain("queue: queue(env.EVENTS)");
  const [settings = ""] = await codeOf("docs/queues.md", "toml");
  const { queues } = parse(settings) as unknown as Settings;
  const producers = queues.producers.map(({ binding, queue }) => [binding, queue]);
  const consumers = queues.consumers.map(({ queue, max_retries: maxRetries, dead_letter_queue: deadLetterQueue }) => [
    queue,
    { maxRetries, deadLetterQueue, maxBatchTimeout: 0.05 },
  ]);
  const answer = await talk(bot, {
    queueProducers: Object.fromEntries(producers),
    queueConsumers: Object.fromEntries(consumers),
  });
  expect(answer).toEqual(["From the queue"]);
});
