import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { bot, call, tenantToken } from "../../support/emulator-api.ts";
import { makeControl } from "./helpers.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** A bot without our client: it answers every message by its text. */
const BOT = `
import { bot } from ${JSON.stringify(join(root, "test/support/emulator-api.ts"))};
export const createBot = (app) => bot(app, async ({ event }) => {
  const json = { "content-type": "application/json" };
  const credentials = JSON.stringify({ app_id: app.appId, app_secret: app.appSecret });
  const signIn = "https://open.feishu.cn/open-apis/auth/v3/tenant_access_token/internal";
  const { tenant_access_token } = await (await app.fetch(signIn, { method: "POST", headers: json, body: credentials })).json();
  const { text } = JSON.parse(event.message.content);
  await app.fetch(\`https://open.feishu.cn/open-apis/im/v1/messages/\${event.message.message_id}/reply\`, {
    method: "POST",
    headers: { ...json, authorization: \`Bearer \${tenant_access_token}\` },
    body: JSON.stringify({ msg_type: "text", content: JSON.stringify({ text: "ANSWER " + text }) }),
  });
});
`;

/** Runs a test file with vitest, beside a bot; resolves to what vitest prints. */
async function run(source: string, answer: string): Promise<string> {
  const folder = await mkdtemp(join(root, "node_modules/.saved-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "saved.test.ts"), source);
  await writeFile(join(folder, "bot.ts"), BOT.replace("ANSWER", answer));
  const aliases = `{ "lark-edge/emulator": ${JSON.stringify(join(root, "src/emulator/index.ts"))} }`;
  await writeFile(
    join(folder, "vitest.config.mjs"),
    `export default { resolve: { alias: ${aliases} }, test: { exclude: [] } };`,
  );
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const { stdout } = await promisify(execFile)(process.execPath, [vitest, "run", "--root", folder], {
    cwd: folder,
  }).catch((error: { stdout: string }) => error);
  return stdout;
}

test("a conversation is a vitest file that passes with the bot, and fails with another", async () => {
  const { emulator, ask, user } = makeControl();
  const bob = emulator.addUser({ name: "Bob" });
  const chat = emulator.addChat({ name: 'The "team"', users: [user, bob] });
  const token = await tenantToken(emulator);
  await emulator.connect(
    bot(emulator.app, async ({ event }) => {
      const { text } = JSON.parse(event.message.content);
      const reply = { msg_type: "text", content: JSON.stringify({ text: `echo ${text}` }) };
      await call(emulator, "POST", `/open-apis/im/v1/messages/${event.message.message_id}/reply`, reply, token);
    }),
  );
  const said = { user: user.openId, chat: chat.chatId };
  const first = await ask("POST", "api/say", {
    ...said,
    text: "hi @Bot and @Bob",
    mentions: [emulator.app.appId, bob.openId],
  });
  const reply_to = first.body.message.message_id;
  await ask("POST", "api/say", { ...said, user: bob.openId, text: '`a` "quoted"', reply_to, in_thread: true });
  const { body } = await ask("GET", `api/tests/${chat.chatId}`);
  expect(body.source).toContain('emulator.say(user1, chat, "hi @Bot and @Bob", { mentions: [emulator.app, user2] })');
  expect(await run(body.source, "echo")).toMatch(/Tests.*1 passed/);
  expect(await run(body.source, "other")).toMatch(/Tests.*1 failed/);
  expect((await ask("GET", "api/tests/oc_none")).status).toBe(404);
}, 120_000);
