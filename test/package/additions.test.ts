// What a bot pays for each thing that it adds to the echo bot, as Wrangler bundles it.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Consumer, makeConsumer } from "./consumer.ts";
import { root } from "./manifest.ts";

let consumer: Consumer;
let echoBot: string;
beforeAll(async () => {
  consumer = await makeConsumer("unpack");
  echoBot = await readFile(join(root, "test/package/bundles/echo-bot.ts"), "utf8");
}, 120_000);
afterAll(() => consumer?.dispose());

async function gzipped(contents: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: consumer.folder, loader: "ts" },
    absWorkingDir: consumer.folder,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker", "browser"],
    write: false,
    logLevel: "error",
  });
  return gzipSync(outputFiles[0]?.text ?? "", { level: 9 }).length;
}

const ADDITIONS: { name: string; limit: number; change: (bot: string) => string }[] = [
  {
    name: "text and at",
    limit: 512,
    change: (bot) =>
      `import { at, text } from "lark-edge/message";\n${bot.replace(
        '{ msg_type: "text", content: message.content }',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the bot's
        "text`Hi ${at(message.chat_id)}, you wrote: ${message.content}`",
      )}`,
  },
  {
    name: "send",
    limit: 1536,
    change: (bot) =>
      `import { send } from "lark-edge/send";\n${bot
        .replace("({ message })", "({ message }, ctx)")
        .replace(
          /await client\.im[\s\S]*?\}\);/,
          'await send(client, message, { msg_type: "text", content: message.content }, { ctx });',
        )}`,
  },
];

it.each(ADDITIONS)("$name add at most $limit bytes to a bot, minified and gzipped", async ({ name, limit, change }) => {
  const changed = change(echoBot);
  expect(changed).not.toContain(echoBot);
  const [before, after] = [await gzipped(echoBot), await gzipped(changed)];
  console.log(`${name}: ${after - before} bytes over ${before}`);
  expect(after - before).toBeGreaterThan(100);
  expect(after - before).toBeLessThanOrEqual(limit);
});
