// The examples of src/store/README.md as one program, word for word.
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { blockOf, blocksOf } from "./markdown-blocks.ts";

/** What a bot on a store of the README did when it heard one message twice. */
export interface Conversation {
  reply: string;
  statuses: number[];
  handled: number;
  keptToken: boolean;
}

const PAGE = "src/store/README.md";
/** What the examples take for granted. */
const FREE = "{ env, Deno, client, url, token, createClient, RedisClient, ioredis, cluster }";
const BEST_EFFORT = ["cloudflareKv", "layered", "memory before"];

/** How each example makes its store, by a name of it. */
export async function makersOf(): Promise<Record<string, string>> {
  const blocks = await blocksOf(PAGE);
  const makers: Record<string, string> = {};
  for (const [, name, maker] of blockOf(blocks, "Stores", "ts").matchAll(/^import \{ (\w+) \} .*?; \/\/ (.+)$/gm)) {
    makers[`${name}`] = `return ${maker};`;
  }
  const [, ...rest] = blockOf(blocks, "Durable Objects", "ts").split("\n");
  makers["Durable Objects"] = `${rest.join("\n")} return store;`;
  makers["memory before"] = `${blockOf(blocks, "Memory before a store", "ts")} return store;`;
  const lines = blockOf(blocks, "Redis", "ts").trimEnd().split("\n");
  for (const [at, name] of ["node-redis", "Bun", "ioredis", "cluster"].entries()) {
    makers[name] = `return ${lines[at]}`;
  }
  if (lines.length !== 4) {
    throw new Error(`${lines.length} lines under Redis`);
  }
  return makers;
}

async function code(): Promise<string> {
  const blocks = await blocksOf(PAGE);
  const first = blockOf(blocks, "Stores", "ts");
  const imports = first.match(/^import .*$/gm)?.join("\n");
  const bot = first.replaceAll(/^import .*$/gm, "");
  const [, bestEffort] = /once: (once\(\{ .* \}\))$/m.exec(bot.slice(bot.indexOf("//"))) ?? [];
  const [exported] = blockOf(blocks, "Durable Objects", "ts").split("\n");
  const makers = Object.entries(await makersOf()).map(
    ([name, maker]) => `${JSON.stringify(name)}: async (${FREE}) => { ${maker}\n },`,
  );
  const createBot = (name: string, text: string) =>
    `function ${name}({ appId, appSecret, encryptKey, verificationToken }, store) { ${text}\n return { client, events }; }`;
  return `${imports}
import { im } from "lark-edge/api/im";
import { Client } from "lark-edge/core";
import { createEmulator } from "lark-edge/emulator";
import { appTicket, EventDispatcher, once } from "lark-edge/event";
import { memoryStore } from "lark-edge/store/memory";
${exported}
const makers = { ${makers.join("\n")} };
${createBot("createBot", bot)}
${createBot("createBestEffortBot", bot.replace("once: once({ store })", `once: ${bestEffort}`))}
const BEST_EFFORT = ${JSON.stringify(BEST_EFFORT)};

export async function talk(name, free) {
  // Some share a database: with the same app and the same message, what one has done is done for the next.
  const emulator = createEmulator({ answerTimeoutMs: 60_000, seed: Object.keys(makers).indexOf(name) + 1 });
  const realFetch = globalThis.fetch;
  globalThis.fetch = (input, init) =>
    (String(input.url ?? input).includes("//open.feishu.cn/") ? emulator.fetch : realFetch)(input, init);
  try {
    const store = await makers[name](free);
    const { client, events } = (BEST_EFFORT.includes(name) ? createBestEffortBot : createBot)(emulator.app, store);
    let handled = 0;
    events.on("im.message.receive_v1", async ({ message }) => {
      handled++;
      const data = { msg_type: "text", content: JSON.stringify({ text: "hi" }) };
      await client.im.v1.message.reply({ path: { message_id: message.message_id }, data });
    });
    let last;
    await emulator.connect((request) => {
      last = request.clone();
      return events.fetch(request);
    });
    const user = emulator.addUser();
    const chat = emulator.addChat({ users: [user] });
    const { status } = await emulator.say(user, chat, "hello");
    const { text: reply } = await emulator.waitForMessage(chat, { timeoutMs: 20_000 });
    const statuses = [status, (await events.fetch(last)).status];
    const key = "lark-edge:1:tenant_access_token:open.feishu.cn:" + emulator.app.appId + ":";
    return { reply, statuses, handled, keptToken: /t-/.test(await store.get(key)) };
  } finally {
    globalThis.fetch = realFetch;
  }
}
`;
}

/** Bundles the examples with what ends the program. */
export async function bundleStores(end: string, conditions: string[]): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: `${await code()}\n${end}`, resolveDir: new URL(".", import.meta.url).pathname, loader: "js" },
    bundle: true,
    format: "esm",
    target: "es2022",
    conditions,
    external: ["bun"],
    write: false,
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

/** The same as a file, for a process. */
export async function placeStores(end: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), "lark-edge-readme-")), "program.mjs");
  await writeFile(file, await bundleStores(end, ["import"]));
  return file;
}
