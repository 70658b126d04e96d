import { expect, test } from "vitest";
import type { EmulatedApp, Emulator } from "../../../src/emulator/index.ts";
import { bot, type Parsed } from "../../support/emulator-api.ts";
import { makeControl } from "./helpers.ts";

/** Connects the bot of an app, and remembers the types and bodies of its events. */
async function listenAs(emulator: Emulator, app: EmulatedApp): Promise<[type: string, event: Parsed][]> {
  const events: [string, Parsed][] = [];
  await emulator.connect(
    bot(app, ({ header, event }) => void events.push([header.event_type, event])),
    app,
  );
  return events;
}

const typesOf = (events: [string, Parsed][]) => events.map(([type]) => type);

test("people and bots come into a group and leave it, and the bots hear of it", async () => {
  const { emulator, ask, user } = makeControl();
  const bob = emulator.addUser({ name: "Bob" });
  const helper = emulator.addApp({ name: "Helper" });
  const events = await listenAs(emulator, emulator.app);
  const helped = await listenAs(emulator, helper);
  const { body: team } = await ask("POST", "api/chats", { name: "Team", users: [user.openId], chat_type: "group" });
  expect(team).toMatchObject({ chatType: "group", users: [user.openId], bots: [emulator.app.appId] });
  expect(events).toMatchObject([["im.chat.member.bot.added_v1", { operator_id: { open_id: user.openId } }]]);

  const change = { chat: team.chatId, users: [bob.openId], bots: [helper.appId], by: user.openId };
  const joined = await ask("POST", "api/join", change);
  expect(joined.body).toMatchObject({ users: [user.openId, bob.openId], bots: [emulator.app.appId, helper.appId] });
  const left = await ask("POST", "api/leave", { ...change, by: bob.openId });
  expect(left.body).toMatchObject({ users: [user.openId], bots: [emulator.app.appId] });
  expect(typesOf(events).slice(1)).toEqual(["im.chat.member.user.added_v1", "im.chat.member.user.deleted_v1"]);
  expect(events[2]?.[1]).toMatchObject({ operator_id: { open_id: bob.openId }, users: [{ name: "Bob" }] });
  expect(typesOf(helped)).toContain("im.chat.member.bot.added_v1");
  expect(typesOf(helped)).toContain("im.chat.member.bot.deleted_v1");

  await ask("POST", "api/disband", { chat: team.chatId, user: user.openId });
  expect(typesOf(events).at(-1)).toBe("im.chat.disbanded_v1");
  const late = await ask("POST", "api/join", change);
  expect([late.status, late.body.error]).toEqual([409, "the chat was disbanded"]);
});

test("a chat of two has no other members, is entered, and is no topic group", async () => {
  const { emulator, ask, user, chat } = makeControl();
  const events = await listenAs(emulator, emulator.app);
  const bob = emulator.addUser({ name: "Bob" });
  expect((await ask("POST", "api/join", { chat: chat.chatId, users: [bob.openId] })).status).toBe(409);
  await ask("POST", "api/enter", { chat: chat.chatId, user: user.openId });
  expect(events).toMatchObject([
    ["im.chat.access_event.bot_p2p_chat_entered_v1", { chat_id: chat.chatId, operator_id: { open_id: user.openId } }],
  ]);
  const wrong = [
    ["api/enter", { chat: chat.chatId, user: bob.openId }, 400],
    ["api/disband", { chat: chat.chatId, user: user.openId }, 400],
    ["api/chats", { users: [user.openId], topics: true }, 400],
    ["api/join", { chat: "oc_none" }, 404],
    ["api/join", { chat: chat.chatId, users: "Bob" }, 409],
    ["api/leave", {}, 400],
  ] as const;
  for (const [path, body, status] of wrong) {
    expect([path, (await ask("POST", path, body)).status]).toEqual([path, status]);
  }
});

test("a menu's entry, a template for a second app, scopes, and the lines of an environment", async () => {
  const { emulator, ask, user } = makeControl();
  const helper = emulator.addApp({ name: "Helper" });
  const events = await listenAs(emulator, helper);
  const menu = await ask("POST", "api/menu", { user: user.openId, event_key: "help", app: helper.appId });
  expect(menu.body.deliveries).toMatchObject([{ status: 200, eventType: "application.bot.menu_v6" }]);
  expect(events).toMatchObject([
    [
      "application.bot.menu_v6",
      {
        event_key: "help",
        timestamp: 1_700_000_000,
        operator: { operator_name: "Ada", operator_id: { open_id: user.openId } },
      },
    ],
  ]);
  const chat = emulator.addChat({ users: [user], bots: [helper] });
  const template = await ask("GET", `api/templates/im.chat.updated_v1?app=${helper.appId}`);
  expect(template.body.event.chat_id).toBe(chat.chatId);
  expect((await ask("GET", "api/templates/im.chat.updated_v1?app=cli_none")).status).toBe(404);

  const scopes = await ask("POST", "api/scopes", {
    app: helper.appId,
    scopes: ["im:message", " im:chat ", "", "im:chat"],
  });
  expect(scopes.body).toMatchObject({ appId: helper.appId, scopes: ["im:message", "im:chat"] });
  expect(helper.scopes).toEqual(["im:message", "im:chat"]);
  expect((await ask("POST", "api/scopes", { app: helper.appId })).status).toBe(400);
  expect((await ask("POST", "api/scopes", { app: helper.appId, scopes: null })).body.scopes).toBeNull();
  expect(helper.scopes).toBeUndefined();

  const { body } = await ask("GET", `api/credentials/${helper.appId}`);
  expect(body).toEqual({
    APP_ID: helper.appId,
    APP_SECRET: helper.appSecret,
    ENCRYPT_KEY: helper.encryptKey,
    VERIFICATION_TOKEN: helper.verificationToken,
  });
});

test("an event that was not acknowledged is sent again, also after its last attempt", async () => {
  const { emulator, ask, user, chat } = makeControl();
  let isBroken = true;
  await emulator.connect(
    bot(emulator.app, () => {
      if (isBroken) {
        throw new Error("the handler failed");
      }
    }),
  );
  const said = await ask("POST", "api/say", { user: user.openId, chat: chat.chatId, text: "hi" });
  const event_id: string = said.body.delivery.eventId;
  const again = await ask("POST", "api/redeliver", { event_id });
  expect(again.body.delivery).toMatchObject({ eventId: event_id, attempt: 2, status: 0 });
  await emulator.advance(24 * 60 * 60 * 1000);
  expect(emulator.redeliveries).toEqual([]);
  isBroken = false;
  const last = await ask("POST", "api/redeliver", { event_id });
  expect(last.body.delivery).toMatchObject({ eventId: event_id, attempt: 6, status: 200 });
  const none = await ask("POST", "api/redeliver", { event_id });
  expect([none.status, none.body.error]).toEqual([400, `no event "${event_id}" waits to be sent again`]);
});

test("a person mentions people, bots and everyone in the midst of a text, and answers in a thread", async () => {
  const { emulator, ask, user } = makeControl();
  const lovelace = emulator.addUser({ name: "Ada Lovelace" });
  const helper = emulator.addApp({ name: "Helper" });
  const chat = emulator.addChat({ name: "Team", users: [user, lovelace], bots: [emulator.app, helper] });
  const heard: Parsed[] = [];
  await emulator.connect(bot(emulator.app, ({ event }) => void heard.push(event)));
  const said = await ask("POST", "api/say", {
    user: user.openId,
    chat: chat.chatId,
    text: "Dear @Ada Lovelace and @Ada, @_all: ask @Bot",
    mentions: [user.openId, lovelace.openId, "all", emulator.app.appId, helper.appId],
  });
  expect(said.body.message.text).toBe("@_user_4 Dear @_user_2 and @_user_1, @_all: ask @_user_3");
  expect(heard[0].message.mentions.map(({ key, name, mentioned_type }: Parsed) => [key, name, mentioned_type])).toEqual(
    [
      ["@_user_1", "Ada", "user"],
      ["@_user_2", "Ada Lovelace", "user"],
      ["@_user_3", "Bot", "bot"],
      ["@_user_4", "Helper", "bot"],
    ],
  );
  const { message_id } = said.body.message;
  const reply = { user: user.openId, chat: chat.chatId, text: "inside", reply_to: message_id, in_thread: true };
  const inside = (await ask("POST", "api/say", reply)).body.message;
  expect(inside.thread_id).toMatch(/^omt_/);
  expect(emulator.messages(chat)[0]?.thread_id).toBe(inside.thread_id);
});

test("a person forwards one message as a copy and several as a merged one", async () => {
  const { emulator, ask, user, chat } = makeControl();
  const heard: Parsed[] = [];
  await emulator.connect(bot(emulator.app, ({ event }) => void heard.push(event.message)));
  const say = async (text: string): Promise<string> =>
    (await ask("POST", "api/say", { user: user.openId, chat: chat.chatId, text })).body.message.message_id;
  const ids = [await say("one"), await say("two")];
  const to = { user: user.openId, chat: chat.chatId };
  await ask("POST", "api/forward", { ...to, message_ids: ids.slice(0, 1) });
  await ask("POST", "api/forward", { ...to, message_ids: ids });
  expect(heard.slice(2).map(({ message_type, content }) => [message_type, content])).toEqual([
    ["text", '{"text":"one"}'],
    ["merge_forward", "Merged and Forwarded Message"],
  ]);
  expect((await ask("POST", "api/forward", { ...to, message_ids: [] })).status).toBe(400);
});
