import { expect, test } from "vitest";
import { createEmulator, type EmulatedApp } from "../../../src/emulator/index.ts";
import { bot, call, type Parsed, tenantToken } from "../../support/emulator-api.ts";

/** Two bots, Ada and Bob; `seen` holds what each bot received. */
async function world() {
  const emulator = createEmulator({ now: () => 1_700_000_000_000 });
  const other = emulator.addApp({ name: "Other" });
  const seen = new Map<string, [type: string, event: Parsed][]>();
  for (const app of [emulator.app, other]) {
    seen.set(app.appId, []);
    await emulator.connect(
      bot(app, ({ header, event }) => void seen.get(app.appId)?.push([header.event_type, event])),
      app,
    );
  }
  const ada = emulator.addUser({ name: "Ada" });
  const bob = emulator.addUser({ name: "Bob" });
  const token = await tenantToken(emulator);
  const send = async (method: string, path: string, body?: unknown, as = token): Promise<Parsed> => {
    const { body: answer } = await call(emulator, method, `/open-apis/im/v1/${path}`, body, as);
    expect(answer.code, answer.msg).toBe(0);
    await emulator.settled();
    return answer.data;
  };
  const take = (app: EmulatedApp): [string, Parsed][] => seen.get(app.appId)?.splice(0) ?? [];
  const typesOf = (app: EmulatedApp): string[] => take(app).map(([type]) => type);
  return { emulator, other, ada, bob, send, take, typesOf, own: emulator.app };
}

test("reactions and recalls of a bot reach every bot in the chat", async () => {
  const { emulator, other, own, ada, send, take, typesOf } = await world();
  const chat = emulator.addChat({ users: [ada], bots: [own, other], chatType: "group" });
  const text = { receive_id: chat.chatId, msg_type: "text", content: JSON.stringify({ text: "hi" }) };
  const { message_id } = await send("POST", "messages?receive_id_type=chat_id", text);
  expect([typesOf(own), typesOf(other)]).toEqual([[], []]);
  const reaction = { reaction_type: { emoji_type: "THUMBSUP" } };
  const { reaction_id } = await send("POST", `messages/${message_id}/reactions`, reaction);
  await send("POST", `messages/${message_id}/reactions`, reaction);
  const [made] = take(other);
  expect(made).toEqual([
    "im.message.reaction.created_v1",
    { message_id, ...reaction, operator_type: "app", app_id: own.appId, action_time: "1700000000000" },
  ]);
  expect(typesOf(own)).toEqual(["im.message.reaction.created_v1"]);
  await send("DELETE", `messages/${message_id}/reactions/${reaction_id}`);
  expect([typesOf(own), typesOf(other)]).toEqual([
    ["im.message.reaction.deleted_v1"],
    ["im.message.reaction.deleted_v1"],
  ]);
  await send("DELETE", `messages/${message_id}`);
  expect(take(other)).toMatchObject([
    ["im.message.recalled_v1", { message_id, chat_id: chat.chatId, recall_type: "message_owner" }],
  ]);
});

test("chats and members that a bot adds reach the bots that the platform tells", async () => {
  const { emulator, other, own, ada, bob, send, take, typesOf } = await world();
  const { chat_id } = await send("POST", "chats", {
    name: "Team",
    user_id_list: [ada.openId],
    bot_id_list: [other.appId],
  });
  expect(typesOf(own)).toEqual([]);
  expect(take(other)).toMatchObject([
    ["im.chat.member.bot.added_v1", { chat_id, name: "Team", operator_id: { open_id: own.botOpenId } }],
  ]);
  await send("POST", `chats/${chat_id}/members`, { id_list: [bob.openId, ada.openId] });
  expect(take(own)).toMatchObject([["im.chat.member.user.added_v1", { users: [{ name: "Bob" }] }]]);
  expect(typesOf(other)).toEqual(["im.chat.member.user.added_v1"]);
  await send("PUT", `chats/${chat_id}`, { name: "Crew", description: "" });
  const [[type, event] = ["", {}]] = take(other);
  expect([type, event.before_change, event.after_change]).toEqual([
    "im.chat.updated_v1",
    { name: "Team" },
    { name: "Crew" },
  ]);
  expect(typesOf(own)).toEqual([]);
  await send("DELETE", `chats/${chat_id}/members?member_id_type=app_id`, { id_list: [other.appId] });
  expect([typesOf(own), typesOf(other)]).toEqual([[], ["im.chat.member.bot.deleted_v1"]]);
  await send("DELETE", `chats/${chat_id}/members`, { id_list: [bob.openId] });
  expect(typesOf(own)).toEqual(["im.chat.member.user.deleted_v1"]);
  await send("DELETE", `chats/${chat_id}`);
  expect(typesOf(own)).toEqual(["im.chat.disbanded_v1"]);
  expect(emulator.deliveries.every(({ status }) => status === 200)).toBe(true);
});

test("a person's message by the API reaches the bots, and a bot's does not", async () => {
  const { emulator, own, other, ada, send, take, typesOf } = await world();
  const chat = emulator.addChat({ users: [ada], bots: [own, other], chatType: "group" });
  const content = JSON.stringify({ text: `<at user_id="${own.botOpenId}">Bot</at> hi` });
  const body = { receive_id: chat.chatId, msg_type: "text", content, uuid: "1" };
  const token = emulator.userAccessToken(ada);
  await send("POST", "messages?receive_id_type=chat_id", body, token);
  await send("POST", "messages?receive_id_type=chat_id", body, token);
  expect(take(own)).toMatchObject([
    [
      "im.message.receive_v1",
      { sender: { sender_id: { open_id: ada.openId } }, message: { mentions: [{ mentioned_type: "bot" }] } },
    ],
  ]);
  expect(typesOf(other)).toEqual(["im.message.receive_v1"]);
});

test("a group message without a mention needs the scope for all messages", async () => {
  const { emulator, own, other, ada } = await world();
  const chat = emulator.addChat({ users: [ada], bots: [own, other], chatType: "group" });
  own.scopes = ["im:message", "im:message.group_at_msg"];
  await expect(emulator.say(ada, chat, "hello")).rejects.toThrow(
    /lacks the scope im:message.group_msg: set mentionBot/,
  );
  expect(emulator.messages(chat)).toEqual([]);
  expect(await emulator.say(ada, chat, "hello", { mentionBot: true })).toMatchObject({ status: 200 });
  own.scopes.push("im:message.group_msg");
  expect(await emulator.say(ada, chat, "hello")).toMatchObject({ status: 200 });
  own.scopes = [];
  const p2p = emulator.addChat({ users: [ada] });
  expect(await emulator.say(ada, p2p, "hello")).toMatchObject({ status: 200 });
});

test("a person names others and everyone, and writes in threads", async () => {
  const { emulator, own, ada, bob, take } = await world();
  const chat = emulator.addChat({ users: [ada, bob] });
  await emulator.say(ada, chat, "look", { mentions: [bob, own, "all"] });
  const [[, { message }] = ["", {}]] = take(own);
  expect(JSON.parse(message.content).text).toBe("@_user_1 @_user_2 @_all look");
  expect(message.mentions).toMatchObject([
    { key: "@_user_1", name: "Bob", mentioned_type: "user", id: { user_id: bob.userId } },
    { key: "@_user_2", mentioned_type: "bot", id: { open_id: own.botOpenId } },
  ]);
  await emulator.say(bob, chat, "in a thread", { replyTo: message.message_id, inThread: true });
  const [[, inThread] = ["", {}]] = take(own);
  expect(inThread.message.thread_id).toMatch(/^omt_/);
  expect(emulator.messages(chat)[0]?.thread_id).toBe(inThread.message.thread_id);
});

test("a thread can begin in a p2p chat, and ids of other things are no messages", async () => {
  const { emulator, ada, send } = await world();
  const chat = emulator.addChat({ users: [ada] });
  await emulator.say(ada, chat, "hello");
  const [first] = emulator.messages(chat);
  const reply = { msg_type: "text", content: JSON.stringify({ text: "yes" }), reply_in_thread: true };
  const { thread_id } = await send("POST", `messages/${first?.message_id}/reply`, reply);
  expect(thread_id).toMatch(/^omt_/);
  const token = await tenantToken(emulator);
  for (const id of ["c-0123", thread_id]) {
    const { body } = await call(emulator, "POST", `/open-apis/im/v1/messages/${id}/reply`, reply, token);
    expect([body.code, body.msg]).toEqual([99992354, expect.stringContaining(`Invalid ids: [${id}]`)]);
  }
});
