// The examples of docs/stores.md as one program, word for word.
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { type Block, blocksOf } from "./markdown-blocks.ts";

/** What a bot on a store of the page did when it heard one message twice. */
export interface Conversation {
  reply: string;
  statuses: number[];
  handled: number;
  keptToken: boolean;
}

const PAGE = "docs/stores.md";
/** What is on the page and makes no store, or one of another kind. */
const OTHERS = ["createBot", "onceOnKv", "tableStore"];
const BEST_EFFORT = ["onWorkersKv", "memoryBeforeKv"];
/** How the page says that a store cannot decide. */
const ONCE = "once({ store })";
const BEST_EFFORT_ONCE = 'once({ store, guarantee: "best-effort" })';

const exportsOf = ({ code }: Block) =>
  [...code.matchAll(/^export (?:const|async function|function) (\w+)/gm)].map(([, name]) => `${name}`);

async function programs(): Promise<Block[]> {
  return (await blocksOf(PAGE)).filter((block) => block.language === "ts" && exportsOf(block).length);
}

/** The functions of the page that make a store. */
export async function makersOf(): Promise<string[]> {
  return (await programs()).flatMap(exportsOf).filter((name) => !OTHERS.includes(name));
}

/** Lets `page:3` be the fourth program of the page, and `best-effort:` its bot for a store that cannot decide. */
const fromPage = (blocks: Block[]): Plugin => ({
  name: "page",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(page|best-effort):/ }, ({ path }) => ({ path, namespace: "page" }));
    // The file is placed where no package is found.
    onResolve({ filter: /^redis$/ }, () => ({ path: import.meta.resolve("redis"), external: true }));
    onLoad({ filter: /.*/, namespace: "page" }, ({ path }) => {
      const [kind, at] = path.split(":");
      const code = blocks[Number(at)]?.code ?? "";
      const contents = kind === "page" ? code : code.replace(ONCE, BEST_EFFORT_ONCE);
      return { contents, loader: "ts", resolveDir: new URL(".", import.meta.url).pathname };
    });
  },
});

/** @param names - The makers that the program has. Each brings its client. */
async function code(blocks: Block[], names: string[]): Promise<string> {
  const imports = blocks.map((block, at) => {
    const used = exportsOf(block).filter((name) => names.includes(name));
    return used.length ? `import { ${used.join(", ")} } from "page:${at}";` : "";
  });
  return `${imports.join("\n")}
import { createBot } from "page:0";
import { createBot as createBestEffortBot } from "best-effort:0";
import { createEmulator } from "lark-edge/emulator";
export { LarkStore } from "lark-edge/store/durable-object";
const makers = { ${names.join(", ")} };
const BEST_EFFORT = ${JSON.stringify(BEST_EFFORT)};
// Of the whole page: programs with a part of the makers share a database, too.
const ALL = ${JSON.stringify(blocks.flatMap(exportsOf))};

export async function talk(name, input) {
  // Some share a database: with the same app and the same message, what one has done is done for the next.
  const emulator = createEmulator({ answerTimeoutMs: 60_000, seed: ALL.indexOf(name) + 1 });
  const realFetch = globalThis.fetch;
  globalThis.fetch = (request, init) =>
    (String(request.url ?? request).includes("//open.feishu.cn/") ? emulator.fetch : realFetch)(request, init);
  const made = await makers[name](input);
  try {
    const store = made.store ?? made;
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
    made.client?.destroy();
  }
}
`;
}

/** Bundles the examples that make these stores with what ends the program. */
export async function bundleStores(end: string, conditions: string[], names: string[]): Promise<string> {
  const blocks = await programs();
  const contents = `${await code(blocks, names)}\n${end}`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: new URL(".", import.meta.url).pathname, loader: "js" },
    bundle: true,
    format: "esm",
    target: "es2022",
    conditions,
    external: ["bun"],
    plugins: [fromPage(blocks)],
    write: false,
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

/** The same as a file, for a process. */
export async function placeStores(end: string, names: string[]): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), "lark-edge-stores-")), "program.mjs");
  await writeFile(file, await bundleStores(end, ["import"], names));
  return file;
}
