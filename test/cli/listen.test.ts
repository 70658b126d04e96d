import { readFile, stat } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { EventDispatcher, once } from "../../src/event/index.ts";
import { listener } from "../../src/host/node.ts";
import { memoryStore } from "../../src/store/backends/memory.ts";
import type { Parsed } from "../support/emulator-api.ts";
import { fileWith, folder, runInBackground, start } from "./helpers.ts";

const KEYS = { ENCRYPT_KEY: "the-key", VERIFICATION_TOKEN: "the-token" };

async function serve(handle: RequestListener): Promise<string> {
  const server = createServer(handle).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** A webhook bot with its own keys. It answers clicks, and fails where a message asks for it. */
async function webhookBot(keys: Partial<typeof KEYS> = KEYS) {
  const seen: string[] = [];
  const events = new EventDispatcher({
    ...(keys.ENCRYPT_KEY ? { encryptKey: keys.ENCRYPT_KEY } : {}),
    ...(keys.VERIFICATION_TOKEN ? { verificationToken: keys.VERIFICATION_TOKEN } : {}),
    loggerLevel: "silent",
    once: once({ store: memoryStore() }),
  });
  events.on("im.message.receive_v1", ({ message }) => {
    seen.push(message.content);
    if (message.content.includes("fail")) {
      throw new Error("failed");
    }
  });
  events.onCardAction(() => ({ toast: { type: "success", content: "好" } }));
  return { to: await serve(listener(events)), seen };
}

/** An emulator without a webhook, and `listen` beside it. */
async function listenTo(to: string, ...args: string[]) {
  const emulator = await start();
  const env = { ...emulator.env, ...KEYS };
  const listening = runInBackground(["listen", "--to", to, ...args], { env, dataFolder: await folder() });
  await listening.told(/^Connected\.$/);
  const { users, chats } = await emulator.ask("state");
  const user = users[0].openId;
  const chat = chats[0].chatId;
  const say = async (text: string): Promise<Parsed> => emulator.ask("say", { user, chat, text });
  return { emulator, listening, user, say, env };
}

test("listen posts events and clicks to a webhook bot, and carries its answers back", async () => {
  const { to, seen } = await webhookBot();
  const { listening, say, emulator, user } = await listenTo(to);
  expect(listening.lines[0]).toMatch(/events of cli_\w+ from http:\/\/127\.0\.0\.1:\d+ go to http:/);
  expect(listening.lines[0]).toMatch(/one connection of the app, chosen at random[\s\S]*use an app for development/);
  const { message, delivery } = await say("hello");
  expect(delivery.status).toBe(200);
  expect(seen).toEqual(['{"text":"hello"}']);
  const clicked = await emulator.ask("push", { type: "card.action.trigger", event: { action: { tag: "button" } } });
  expect(clicked.delivery.answer).toEqual({ toast: { type: "success", content: "好" } });
  expect(message.message_id).toMatch(/^om_/);
  expect(user).toMatch(/^ou_/);
  const failed = await say("fail");
  expect(failed.delivery.status).toBe(500);
  expect(listening.lines.slice(2)).toEqual([
    expect.stringMatching(/^\d\d:\d\d:\d\d im\.message\.receive_v1: 200 in \d+ ms$/),
    expect.stringMatching(/^\d\d:\d\d:\d\d card\.action\.trigger: 200 in \d+ ms$/),
    expect.stringMatching(
      /^\d\d:\d\d:\d\d im\.message\.receive_v1: 500 in \d+ ms, the bot failed: see what it printed$/,
    ),
  ]);
  expect(await listening.end()).toBe(0);
  expect(listening.errors).toEqual([]);
});

test.each<[string, string[], number]>([
  ["is acknowledged", [], 200],
  ["is delivered again with --redeliver", ["--redeliver"], 500],
])("an event for a bot that does not run %s", async (_, args, status) => {
  const { listening, say } = await listenTo("http://127.0.0.1:1/", ...args);
  expect((await say("hello")).delivery.status).toBe(status);
  expect(listening.lines.at(-1)).toMatch(
    /im\.message\.receive_v1: http:\/\/127\.0\.0\.1:1\/ cannot be reached, is the bot running\?$/,
  );
});

test("an event that the bot refuses is acknowledged, and the line names the keys", async () => {
  const { to, seen } = await webhookBot({ ENCRYPT_KEY: "another" });
  const { listening, say } = await listenTo(to, "--redeliver");
  expect((await say("hello")).delivery.status).toBe(200);
  expect(listening.lines.at(-1)).toMatch(/401 in \d+ ms, keys differ: ENCRYPT_KEY or VERIFICATION_TOKEN/);
  expect(seen).toEqual([]);
});

test("a wrong path is named", async () => {
  const to = await serve((_, response) => response.writeHead(404).end("<html>"));
  const { listening, say } = await listenTo(to);
  expect((await say("hello")).delivery).toMatchObject({ status: 200, body: "{}" });
  expect(listening.lines.at(-1)).toMatch(/404 in \d+ ms, is --to the path of the bot\?/);
});

test("a bot without an encrypt key gets plain events with its token", async () => {
  const { to, seen } = await webhookBot({ VERIFICATION_TOKEN: "the-token" });
  const emulator = await start();
  const env = { ...emulator.env, ENCRYPT_KEY: "", VERIFICATION_TOKEN: "the-token" };
  const listening = runInBackground(["listen", "--to", to], { env, dataFolder: await folder() });
  await listening.told(/^Connected\.$/);
  const { users, chats } = await emulator.ask("state");
  await emulator.ask("say", { user: users[0].openId, chat: chats[0].chatId, text: "plain" });
  expect(seen).toEqual(['{"text":"plain"}']);
});

test("--print prints the payload without the token, --record keeps it, and replay posts it again", async () => {
  const { to, seen } = await webhookBot();
  const file = join(await folder(), "events.jsonl");
  const { listening, say, emulator, env } = await listenTo(to, "--print", "--record", file);
  await say("one");
  await say("two");
  await listening.end();
  const printed = JSON.parse(listening.lines[3] ?? "");
  expect(printed).toMatchObject({ schema: "2.0", header: { event_type: "im.message.receive_v1" } });
  const recorded = await readFile(file, "utf8");
  expect((await stat(file)).mode & 0o077).toBe(0);
  expect(recorded.trim().split("\n")).toHaveLength(2);
  for (const text of [recorded, listening.lines.join("\n")]) {
    expect(text).not.toContain(emulator.env.VERIFICATION_TOKEN);
    expect(text).not.toContain(KEYS.VERIFICATION_TOKEN);
  }
  const replay = async (...args: string[]) => {
    const run = runInBackground(["replay", file, "--to", to, ...args], { env, dataFolder: await folder() });
    expect(await run.ended).toBe(0);
    return run.lines;
  };
  expect((await replay()).at(-1)).toBe("The bot acknowledged 2 of 2 events.");
  // `once` knows them.
  expect(seen).toHaveLength(2);
  await replay("--new-ids");
  expect(seen).toEqual(['{"text":"one"}', '{"text":"two"}', '{"text":"one"}', '{"text":"two"}']);
});

test("the emulator records in the same format, each event once", async () => {
  const file = join(await folder(), "events.jsonl");
  const { to, seen } = await webhookBot({ ...KEYS, ENCRYPT_KEY: "key" });
  const config = await fileWith({
    apps: [{ encryptKey: "key", verificationToken: "the-token", bot: to }],
    record: file,
  });
  const emulator = await start("--config", config);
  await emulator.told(/Connected to the bot/);
  const { users, chats } = await emulator.ask("state");
  const [user, chat] = [users[0].openId, chats[0].chatId];
  const { message } = await emulator.ask("say", { user, chat, text: "one" });
  const { message: failed } = await emulator.ask("say", { user, chat, text: "fail" });
  await emulator.ask("clock", { advance_ms: 15_000 });
  await emulator.ask("click", { user, message_id: message.message_id, action: { tag: "button" } });
  expect(failed.message_id).not.toBe(message.message_id);
  await emulator.end();
  const types: string[] = (await readFile(file, "utf8"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).type);
  expect(types.filter((type) => !type.startsWith("lark-edge."))).toEqual([
    "im.message.receive_v1",
    "im.message.receive_v1",
  ]);
  const run = runInBackground(["replay", file, "--to", to, "--new-ids"], {
    env: { ENCRYPT_KEY: "key", VERIFICATION_TOKEN: "the-token" },
    dataFolder: await folder(),
  });
  expect(await run.ended).toBe(1);
  expect(run.errors).toEqual(["lark-edge: The bot acknowledged 1 of 2 events."]);
  expect(seen.slice(-2)).toEqual(['{"text":"one"}', '{"text":"fail"}']);
});

test("the environment comes from a file, too, as the emulator writes it", async () => {
  const { to } = await webhookBot();
  const file = await fileWith(
    `# a comment\nexport ENCRYPT_KEY="the-key" # here\nVERIFICATION_TOKEN='the-token'\nAPP_ID=\n`,
    ".env",
  );
  const recording = await fileWith(
    '{"at":1,"type":"a.b_v1","payload":{"schema":"2.0","header":{"event_type":"a.b_v1"}}}',
  );
  const run = runInBackground(["replay", recording, "--to", to, "--env", file], { env: {}, dataFolder: "" });
  expect(await run.ended).toBe(0);
  const listening = runInBackground(["listen", "--to", to, "--env", file], { env: {}, dataFolder: "" });
  expect(await listening.ended).toBe(2);
  expect(listening.errors[0]).toMatch(/APP_ID is missing/);
});

test("an old card callback is replayed plain, with its own signature and token", async () => {
  const events = new EventDispatcher({ encryptKey: "the-key", verificationToken: "the-token", loggerLevel: "silent" });
  const tokens: unknown[] = [];
  events.on("card.action.trigger_v1", (_, ctx) => {
    tokens.push(ctx.raw.token);
  });
  const to = await serve(listener(events));
  const payload = { open_id: "ou_1", open_message_id: "om_1", token: "c-1", action: { tag: "button" } };
  const recording = await fileWith(JSON.stringify({ at: 1, type: "card.action.trigger_v1", payload }));
  const run = runInBackground(["replay", recording, "--to", to], { env: KEYS, dataFolder: "" });
  expect(await run.ended).toBe(0);
  expect(tokens).toEqual(["c-1"]);
});

test.each<[string, RegExp]>([
  ["", /holds no event/],
  ["{}\n", /Line 1 of .* is no recorded event/],
  ['\n{"payload":{}}\nnot JSON\n', /Line 3 of .* is no recorded event/],
  ["[]", /Line 1 of .* is no recorded event/],
])("the recording %j is refused", async (content, words) => {
  const run = runInBackground(["replay", await fileWith(content, "r.jsonl"), "--to", "http://127.0.0.1:1/"], {
    env: KEYS,
    dataFolder: "",
  });
  expect(await run.ended).toBe(1);
  expect(run.errors[0]).toMatch(words);
});

test("files that are missing are named", async () => {
  const run = async (...args: string[]) => {
    const running = runInBackground([...args, "--to", "http://127.0.0.1:1/"], { env: KEYS, dataFolder: "" });
    return [await running.ended, running.errors[0]];
  };
  expect(await run("replay", "/nowhere/r.jsonl")).toEqual([
    1,
    "lark-edge: The recording /nowhere/r.jsonl does not exist.",
  ]);
  expect(await run("replay", "/nowhere/r.jsonl", "--env", "/nowhere/.env")).toEqual([
    1,
    "lark-edge: The environment file /nowhere/.env does not exist.",
  ]);
});

test("a refusal of the app ends listen with the reason, and the secret is not in it", async () => {
  const emulator = await start();
  const env = { ...emulator.env, ...KEYS, APP_SECRET: "the-wrong-secret" };
  const run = runInBackground(["listen", "--to", "http://127.0.0.1:1/"], { env, dataFolder: "" });
  expect(await run.ended).toBe(1);
  expect(run.errors.join("\n")).toMatch(/The platform refuses the connection: .*514.*check appId, appSecret, domain/);
  expect(run.errors.join("\n")).not.toContain("the-wrong-secret");
});
