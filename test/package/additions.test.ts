// What a bot pays for each thing that it adds to the echo bot, as Wrangler bundles it.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Consumer, makeConsumer } from "./consumer.ts";
import { root } from "./manifest.ts";
import { expectWeight, gzipped } from "./weight.ts";

let consumer: Consumer;
let echoBot: string;
beforeAll(async () => {
  consumer = await makeConsumer("unpack");
  echoBot = await readFile(join(root, "test/package/bundles/echo-bot.ts"), "utf8");
}, 120_000);
afterAll(() => consumer?.dispose());

async function bundled(contents: string): Promise<string> {
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
  return outputFiles[0]?.text ?? "";
}

const ADDITIONS: { name: string; limit: number; change: (bot: string) => string }[] = [
  {
    name: "text and at",
    limit: 497,
    change: (bot) =>
      `import { at, text } from "lark-edge/message";\n${bot.replace(
        '{ msg_type: "text", content: message.content }',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the bot's
        "text`Hi ${at(message.chat_id)}, you wrote: ${message.content}`",
      )}`,
  },
  {
    name: "send",
    limit: 1515,
    change: (bot) =>
      `import { send } from "lark-edge/send";\n${bot
        .replace("({ message })", "({ message }, ctx)")
        .replace(
          /await client\.im[\s\S]*?\}\);/,
          'await send(client, message, { msg_type: "text", content: message.content }, { ctx });',
        )}`,
  },
  {
    name: "tokens of users that are renewed",
    limit: 2_720,
    change: (bot) =>
      `import { userTokens } from "lark-edge/oauth";\n${bot.replace(
        "new Client({",
        'new Client({ users: userTokens({ oauth: {} as never, store: {} as never, sealWith: "" }),',
      )}`,
  },
  {
    name: "tokens of users, and the steps of their login",
    limit: 4_950,
    change: (bot) =>
      `import { createOAuth, userTokens } from "lark-edge/oauth";\n${bot.replace(
        "new Client({",
        'new Client({ users: userTokens({ oauth: createOAuth({ appId: "", appSecret: "" }), store: {} as never, sealWith: "" }),',
      )}`,
  },
  {
    name: "a streamed card",
    limit: 6_950,
    change: (bot) => streamed(bot),
  },
  {
    // Of these, the login handler is 3,100.
    name: "tokens of users, the steps, and the login of a site",
    limit: 8_100,
    change: (bot) =>
      `import { createOAuth, login, userTokens } from "lark-edge/oauth";\n${bot.replace(
        "new Client({",
        `new Client({ site: login({} as never),
          users: userTokens({ oauth: createOAuth({ appId: "", appSecret: "" }), store: {} as never, sealWith: "" }),`,
      )}`,
  },
  {
    name: "a card of five components",
    limit: 690,
    change: (bot) =>
      `import { button, card, column, column_set, img, markdown } from "lark-edge/card";\n${bot.replace(
        '{ msg_type: "text", content: message.content }',
        `{ msg_type: "interactive", content: JSON.stringify(card([
          markdown(message.content),
          img("img_1", { alt: "Receipt" }),
          column_set([column([button("Approve", { value: { id: message.chat_id } })])]),
        ], { header: { title: "Expense" } })) }`,
      )}`,
  },
  {
    name: "a defined card with a form",
    limit: 1_795,
    change: (bot) =>
      `import { button, card, defineCard, form, input, markdown, select_static } from "lark-edge/card";
       const expense = defineCard("expense", (id: string) => card([markdown("42 €"), form("f", [
         input("comment", { required: true }),
         select_static("centre", [{ text: "IT", value: "it" }]),
         button("Approve", { submit: "approve", value: { id } }),
       ])]));\n${bot.replace(
         '{ msg_type: "text", content: message.content }',
         '{ msg_type: "interactive", content: JSON.stringify(expense.render(message.chat_id)) }',
       )}`,
  },
];

/** The bot with a streamed card, and imports as its options. */
const streamed = (bot: string, ...options: string[]): string =>
  `import { ${["streamCard", ...options].join(", ")} } from "lark-edge/streaming";\n${bot
    .replace("({ message })", "({ message }, ctx)")
    .replace(
      /await client\.im[\s\S]*?\}\);/,
      `await streamCard(client, message, [message.content], { ctx, ${options.map((name) => (name === "stopButton" ? "stop: stopButton({} as never)" : name)).join(", ")} });`,
    )}`;

it("the options of a streamed card add at most 3,320 bytes to it", async () => {
  const before = gzipped(await bundled(streamed(echoBot)));
  const options = ["rollOver", "fallBack", "healMarkdown", "stopButton"];
  const each = await Promise.all(
    options.map(async (name) => [name, gzipped(await bundled(streamed(echoBot, name))) - before]),
  );
  const after = gzipped(await bundled(streamed(echoBot, ...options)));
  expectWeight(
    "the options of a streamed card",
    after - before,
    3_320,
    `${each.map((one) => one.join(" ")).join(", ")}\n`,
  );
});

/** Words of the checker and of JSX, which only their own imports may bring. */
const APART = /form-submit|is no component of cards|v1Absent/;

it("a card brings neither the checker nor JSX", async () => {
  for (const { change } of ADDITIONS.filter(({ name }) => name.includes("card"))) {
    expect(await bundled(change(echoBot))).not.toMatch(APART);
  }
  expect(await bundled('export { checkCard } from "lark-edge/card";')).toMatch(/form-submit/);
  expect(await bundled('export { jsx } from "lark-edge/card/jsx-runtime";')).toMatch(/is no component of cards/);
  expect(await bundled('export { jsx } from "lark-edge/card/jsx-runtime";')).not.toMatch(/form-submit/);
});

it.each(ADDITIONS)("$name add at most $limit bytes to a bot, minified and gzipped", async ({ name, limit, change }) => {
  const changed = change(echoBot);
  expect(changed).not.toContain(echoBot);
  const [before, after] = [gzipped(await bundled(echoBot)), gzipped(await bundled(changed))];
  expect(after - before).toBeGreaterThan(100);
  expectWeight(`${name}, beside a bot`, after - before, limit);
});

it("the long connection adds at most 4,300 bytes to an endpoint that receives events", async () => {
  const endpoint = await readFile(join(root, "test/package/bundles/events-only.ts"), "utf8");
  const connected = endpoint
    .replace(/import \{ worker \}.*\n/, 'import { connect } from "lark-edge/long-connection";\n')
    .replace(
      "export default worker((env: Env) =>\n  ",
      'export default (env: Env) => connect({ appId: "", appSecret: "", events: ',
    )
    .replace(/,\n\);\n$/, "\n});\n");
  expect(connected).toMatch(/connect\(\{[\s\S]*\}\);\n$/);
  const [before, after] = [gzipped(await bundled(endpoint)), gzipped(await bundled(connected))];
  expectWeight("the long connection, beside an endpoint", after - before, 4_300);
});
