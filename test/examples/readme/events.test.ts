// The bots of README.md that use a store or a queue, as they are written there, in workerd.
import { createEmulator } from "lark-edge/emulator";
import { Miniflare } from "miniflare";
import { parse } from "smol-toml";
import { expect, test, vi } from "vitest";
import { blockOf, blocksOf } from "../../support/markdown-blocks.ts";
import { COMPATIBILITY_DATE } from "../../support/runtimes.ts";
import { bundleWorker, callsOf, dispatch, secretsOf } from "../../support/workerd.ts";

const PAGE = "README.md";

/** What the examples take for granted. */
const IMPORTS = `
import { im } from "lark-edge/api/im";
import { Client } from "lark-edge/core";
import { EventDispatcher } from "lark-edge/event";
import { worker } from "lark-edge/worker";
export { LarkStore } from "lark-edge/store/durable-object";`;
const SECRETS = "const { ENCRYPT_KEY: encryptKey, VERIFICATION_TOKEN: verificationToken } = env;";
const CLIENT = "const client = new Client({ appId: env.APP_ID, appSecret: env.APP_SECRET, apis: { im } });";
const REPLY = `async ({ message }) => {
  ${CLIENT}
  const data = { msg_type: "text", content: JSON.stringify({ text: "from the queue" }) };
  await client.im.v1.message.reply({ path: { message_id: message.message_id }, data });
}`;

/** What of `wrangler.toml` the examples show. */
interface Settings {
  queues: {
    producers: { binding: string; queue: string }[];
    consumers: { queue: string; max_retries: number; dead_letter_queue: string }[];
  };
}

/** Runs a bot, lets it hear one message twice, and gives what it wrote once it has written something. */
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
    const answers: number[] = [];
    await emulator.connect(async (request) => {
      const again = request.clone() as Request;
      const answer = await dispatch(workerd, request);
      answers.push(answer.status, (await dispatch(workerd, again)).status);
      return answer;
    });
    const user = emulator.addUser();
    const chat = emulator.addChat({ users: [user] });
    await emulator.say(user, chat, "hello");
    expect(answers.slice(2)).toEqual([200, 200]);
    const replies = () => emulator.messages(chat).filter(({ sender }) => sender.sender_type === "app");
    await vi.waitUntil(() => replies().length, { timeout: 20_000 });
    return replies().map(({ text }) => text);
  } finally {
    await workerd.dispose();
  }
}

test("a bot that handles every event once", async () => {
  const [block = ""] = (await blocksOf(PAGE))
    .filter(({ heading }) => heading === "Every event once")
    .map(({ code }) => code);
  const imports = block.match(/^import .*$/gm)?.join("\n");
  const bot = block.replaceAll(/^import .*$/gm, "");
  expect(bot).toContain("once: once({ store })");
  const content = 'const content = JSON.stringify({ text: "hi" });';
  const code = `${IMPORTS}\n${imports}
    export default worker((env) => { ${SECRETS} ${CLIENT} ${content} ${bot} return events; });`;
  expect(await talk(code)).toEqual(["hi"]);
});

test("a bot whose work goes through a queue, with the queue as it is configured there", async () => {
  const blocks = await blocksOf(PAGE);
  const block = blockOf(blocks, "Work that outlasts the answer", "ts");
  expect(block.match(/…/g)).toHaveLength(1);
  const start = "worker((env: Env) => {";
  expect(block).toContain(start);
  const bot = block.replace("…", REPLY).replace(start, `worker((env) => { ${SECRETS}`);
  const { queues } = parse(blockOf(blocks, "Work that outlasts the answer", "toml")) as unknown as Settings;
  const code = `${IMPORTS} import { once } from "lark-edge/event";
    import { durableObjectStore } from "lark-edge/store/durable-object";\n${bot}`;
  const producers = queues.producers.map(({ binding, queue }) => [binding, queue]);
  const consumers = queues.consumers.map(({ queue, max_retries: maxRetries, dead_letter_queue: deadLetterQueue }) => [
    queue,
    { maxRetries, deadLetterQueue, maxBatchTimeout: 0.05 },
  ]);
  const answer = await talk(code, {
    queueProducers: Object.fromEntries(producers),
    queueConsumers: Object.fromEntries(consumers),
  });
  expect(answer).toEqual(["from the queue"]);
});
