import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { serve } from "../../src/cli/emulator/serve.ts";
import { createEmulator } from "../../src/emulator/index.ts";
import { createBot } from "../support/conversing-bot.ts";
import { runSavedTest } from "../support/saved-test.ts";
import { fileWith, folder, runToEnd, start } from "./helpers.ts";

/** The conversing bot behind an address, as the bot of an emulator that runs. */
async function serveBot(address: string, env: Record<string, string | undefined>): Promise<string> {
  const [appId = "", appSecret = "", encryptKey = "", verificationToken = ""] = [
    env.APP_ID,
    env.APP_SECRET,
    env.ENCRYPT_KEY,
    env.VERIFICATION_TOKEN,
  ];
  const { app } = createEmulator({ app: { appId, appSecret, encryptKey, verificationToken } });
  const toEmulator = (url: string, init: RequestInit) => fetch(url.replace("https://open.feishu.cn", address), init);
  const { address: at, close } = await serve(createBot({ ...app, fetch: toEmulator }), 0, "127.0.0.1");
  onTestFinished(close);
  return `${at}/`;
}

test("a recording of the emulator is a vitest file that passes, and one of a real app expects acknowledgements", async () => {
  const file = join(await folder(), "events.jsonl");
  const { ask, address, env, end } = await start("--record", file);
  await ask("connect", { url: await serveBot(address, env) });
  const { users, chats } = await ask("state");
  const user = users[0].openId;
  const chat = chats.find(
    (one: { chatType: string; users: string[] }) => one.chatType === "p2p" && one.users[0] === user,
  );
  await ask("say", { user, chat: chat.chatId, text: "card" });
  const { messages } = await ask("state");
  const message_id = messages[chat.chatId].at(-1).message_id;
  const action = { tag: "button", value: { do: "deploy", for: user } };
  await ask("click", { user, message_id, action });
  await ask("say", { user, chat: chat.chatId, text: "and goodbye" });
  await end();

  const { out, code } = await runToEnd("save-test", file);
  expect(code).toBe(0);
  expect(out).toContain('emulator.click(message2, { do: "deploy", for: user1.openId }, { user: user1 })');
  expect(out).toContain('"echo and goodbye"');
  // A recording of the real platform has the events alone.
  const events = (await readFile(file, "utf8")).split("\n").filter((line) => !line.includes('"type":"lark-edge.'));
  const real = join(await folder(), "real.jsonl");
  await writeFile(real, events.join("\n"));
  const of = await runToEnd("save-test", real);
  expect(of.out).toContain('expect((await emulator.say(user1, chat, "and goodbye")).status).toBe(200);');
  const second = of.out.slice(of.out.indexOf("\ntest("));
  expect(await runSavedTest(out + second, "echo")).toMatch(/Tests.*2 passed/);
}, 120_000);

test("a recording without an act of a person is refused, and replay posts no note", async () => {
  const entry = { at: 1, type: "contact.user.updated_v3", payload: { schema: "2.0", header: {}, event: {} } };
  const file = await fileWith(`${JSON.stringify(entry)}\n`, "events.jsonl");
  const refused = await runToEnd("save-test", file);
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("holds no act of a person in a chat")]);
  const notes = await fileWith('{"at":1,"type":"lark-edge.chat","payload":{}}\n', "notes.jsonl");
  const env = await fileWith("ENCRYPT_KEY=key\n", "bot.env");
  const replayed = await runToEnd("replay", notes, "--to", "http://127.0.0.1:9/", "--env", env);
  expect(replayed.err).toContain("holds no event");
  expect((await runToEnd("save-test")).err).toContain("save-test needs the file that listen --record");
});
