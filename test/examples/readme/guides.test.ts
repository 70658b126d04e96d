// The programs of the guides that show their output, as they are written there: they print what their comments say.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { type Block, blocksOf } from "../../support/markdown-blocks.ts";

/** The bot that a program of the guide declares as there already. */
const BOT = `import { Client as GivenClient } from "lark-edge";
import { createEmulator } from "lark-edge/emulator";
import { EventDispatcher } from "lark-edge/event";
import { text } from "lark-edge/message";
const emulator = createEmulator();
const { appId, appSecret, encryptKey, verificationToken } = emulator.app;
const given = new GivenClient({ appId, appSecret, fetch: emulator.fetch });
const events = new EventDispatcher({ encryptKey, verificationToken });
events.on("im.message.receive_v1", async ({ message: { message_id } }) => {
  await given.im.v1.message.reply({ path: { message_id }, data: text\`Hello!\` });
});
await emulator.connect(events.fetch);
const ada = emulator.addUser({ name: "Ada" });
const chat = emulator.addChat({ users: [ada] });
`;

/** A line for each call, with objects on one line. */
const PRINT = `import { inspect } from "node:util";
console.log = console.error = (...values) => {
  const shown = values.map((value) => (typeof value === "string" ? value : inspect(value, { breakLength: Infinity, depth: 9 })));
  process.stdout.write(JSON.stringify(shown.join(" ")) + "\\n");
};
`;

/** A program without the declarations of what is there already. */
const complete = (code: string) => (/^declare /m.test(code) ? BOT + code.replace(/^declare .*$/gm, "") : code);

async function outputOf(code: string): Promise<string[]> {
  const { outputFiles } = await build({
    stdin: { contents: complete(code), resolveDir: new URL(".", import.meta.url).pathname, loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "es2022",
    logLevel: "error",
  });
  const child = spawn(process.execPath, ["--input-type=module", "-"], { stdio: ["pipe", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stdin.end(PRINT + outputFiles[0]?.text);
  const [status] = await once(child, "close");
  expect(status).toBe(0);
  return output
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** What the comments say, beside each call or under it. */
const commentsOf = (code: string) =>
  [...code.matchAll(/console\.(?:log|error)\(.*\);(?: |\n)\s*\/\/ (.+)$/gm)].map(([, comment = ""]) => comment);

/** Without spaces and kinds of quotes, which are the printer's choice. */
const plain = (text: string) => text.replace(/\s|\\n/g, "").replaceAll("'", '"');

const PROGRAMS: [page: string, marks: string[]][] = [
  ["docs/testing.md", ["createBot(emulator.app", "emulator.press(", "emulator.faults.add(", "madeUp"]],
  ["docs/messages-and-cards.md", ["splitMarkdown(answer", "checkCard(given)", "console.log(cards.length)"]],
];

describe.each(PROGRAMS)("%s", (page, marks) => {
  it.each(marks)("the program with %s prints what its comments say", async (mark) => {
    const found = (await blocksOf(page)).filter(
      ({ language, code }: Block) => language === "ts" && code.includes(mark),
    );
    expect(found).toHaveLength(1);
    const { code = "" } = found[0] ?? {};
    const comments = commentsOf(code);
    const printed = await outputOf(code);
    expect(comments.length).toBeGreaterThan(0);
    expect(printed).toHaveLength(comments.length);
    for (const [at, line] of printed.entries()) {
      // An explanation may follow the value.
      expect(plain(comments[at] ?? "").slice(0, plain(line).length)).toBe(plain(line));
    }
  });
});
