import { describe, expect, test } from "vitest";
import type { Change } from "../../../src/emulator/index.ts";
import { bot, type Parsed, tenantToken } from "../../support/emulator-api.ts";
import { world } from "../../support/im-world.ts";

/** A world whose bot listens: `events` are those that it was sent. */
async function listening() {
  const given = await world({ now: () => 1_700_000_000_000 });
  const events: Parsed[] = [];
  await given.emulator.connect(bot(given.emulator.app, (event) => void events.push(event)));
  const names = () => events.map(({ header }) => header.event_type);
  return { ...given, events, names };
}

test("a person reacts, and the bot is told", async () => {
  const { emulator, post, ada, group, events, names } = await listening();
  const { message_id } = await post("text", { text: "a" });
  const [delivery] = await emulator.react(ada, message_id, "THUMBSUP");
  expect(delivery?.status).toBe(200);
  expect(await emulator.react(ada, message_id, "THUMBSUP")).toEqual([]);
  expect(emulator.messages(group)[0]?.reactions).toEqual([{ emoji_type: "THUMBSUP", users: [ada.openId] }]);
  await emulator.react(ada, message_id, "THUMBSUP", false);
  expect(await emulator.react(ada, message_id, "THUMBSUP", false)).toEqual([]);
  expect(emulator.messages(group)[0]).not.toHaveProperty("reactions");
  expect(names()).toEqual(["im.message.reaction.created_v1", "im.message.reaction.deleted_v1"]);
  expect(events[0]?.event).toEqual({
    message_id,
    reaction_type: { emoji_type: "THUMBSUP" },
    operator_type: "user",
    user_id: { open_id: ada.openId, union_id: ada.unionId, user_id: ada.userId },
    action_time: "1700000000000",
  });
});

test("a person recalls", async () => {
  const { emulator, post, ada, bob, group, events } = await listening();
  await emulator.say(bob, group, "mine");
  const [own] = emulator.messages(group);
  const { message_id } = await post("text", { text: "bot's" });
  await expect(emulator.recall(bob, message_id)).rejects.toThrow(TypeError);
  await emulator.recall(bob, own ?? "");
  await emulator.recall(ada, message_id);
  expect(events.slice(1).map(({ event }) => event)).toEqual([
    { message_id: own?.message_id, chat_id: group.chatId, recall_time: "1700000000000", recall_type: "message_owner" },
    { message_id, chat_id: group.chatId, recall_time: "1700000000000", recall_type: "group_owner" },
  ]);
  await expect(emulator.recall(ada, message_id)).rejects.toThrow("recalled");
});

test("a person reads, and in a p2p chat the bot is told once", async () => {
  const { emulator, post, ada, p2p, names, events } = await listening();
  const open = await post("text", { text: "a" });
  const own = await post("text", { text: "b" }, p2p);
  expect(await emulator.read(ada, open.message_id)).toEqual([]);
  expect(await emulator.read(ada, own.message_id)).toHaveLength(1);
  expect(await emulator.read(ada, own.message_id)).toEqual([]);
  expect(names()).toEqual(["im.message.message_read_v1"]);
  expect(events[0]?.event).toMatchObject({ message_id_list: [own.message_id], reader: { read_time: "1700000000000" } });
});

test("a person opens the chat with the bot", async () => {
  const { emulator, post, ada, bob, p2p, group, events, names } = await listening();
  await emulator.enter(ada, p2p);
  const { message_id } = await post("text", { text: "welcome" }, p2p);
  await emulator.enter(ada, p2p);
  expect(names()).toEqual(Array(2).fill("im.chat.access_event.bot_p2p_chat_entered_v1"));
  expect(events[0]?.event).toEqual({
    chat_id: p2p.chatId,
    operator_id: { open_id: ada.openId, union_id: ada.unionId, user_id: ada.userId },
  });
  expect(events[1]?.event.last_message_id).toBe(message_id);
  await expect(emulator.enter(bob, p2p)).rejects.toThrow(TypeError);
  await expect(emulator.enter(ada, group)).rejects.toThrow(TypeError);
});

test("people and bots come and go", async () => {
  const { emulator, ada, bob, group, events, names } = await listening();
  const changes: Change[] = [];
  emulator.changes.listen((change) => changes.push(change));
  const eve = emulator.addUser({ name: "Eve" });
  const other = emulator.addApp();
  await emulator.addMembers(group, [eve, bob]);
  expect(await emulator.addMembers(group, [eve])).toEqual([]);
  await emulator.removeMembers(group, [eve], bob);
  expect(await emulator.removeMembers(group, [eve])).toEqual([]);
  // Not connected, so that it hears nothing.
  expect(await emulator.addBot(group, other)).toEqual([]);
  await emulator.removeBot(group);
  expect(await emulator.removeBot(group)).toEqual([]);
  await emulator.addBot(group, emulator.app, bob);
  expect(names()).toEqual([
    "im.chat.member.user.added_v1",
    "im.chat.member.user.deleted_v1",
    "im.chat.member.bot.deleted_v1",
    "im.chat.member.bot.added_v1",
  ]);
  expect(events[0]?.event).toEqual({
    chat_id: group.chatId,
    operator_id: { open_id: ada.openId, union_id: ada.unionId, user_id: ada.userId },
    operator_tenant_key: ada.tenantKey,
    external: false,
    name: "Team",
    users: [
      {
        name: "Eve",
        tenant_key: eve.tenantKey,
        user_id: { open_id: eve.openId, union_id: eve.unionId, user_id: eve.userId },
      },
    ],
  });
  expect(events[3]?.event.operator_id.open_id).toBe(bob.openId);
  expect([group.bots, group.users.map(({ name }) => name)]).toEqual([
    [other.appId, emulator.app.appId],
    ["Ada", "Bob"],
  ]);
  expect(changes.filter(({ type }) => type === "chat")).toHaveLength(5);
});

test("a person's file reaches the bot byte for byte", async () => {
  const { emulator, ada, group, as } = await listening();
  const bytes = new Uint8Array([0, 255, 10, 13]);
  const key = emulator.addFile({ bytes, name: "a.png", contentType: "image/png", kind: "image" });
  await emulator.say(ada, group, "", { msgType: "image", content: { image_key: key } });
  const [message] = emulator.messages(group);
  const token = await tenantToken(emulator);
  const url = `https://open.feishu.cn/open-apis/im/v1/messages/${message?.message_id}/resources/${key}?type=image`;
  const answer = await emulator.fetch(url, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.headers.get("content-type")).toBe("image/png");
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
  // The image itself is not the bot's.
  expect((await (await as(emulator.app))("GET", `im/v1/images/${key}`)).code).toBe(234008);
});

test("nobody writes to a disbanded chat", async () => {
  const { emulator, ada, send } = await listening();
  const { chat_id } = (await send("POST", "im/v1/chats", { user_id_list: [ada.openId] })).data;
  const told: Change[] = [];
  emulator.changes.listen((change) => told.push(change));
  await send("DELETE", `im/v1/chats/${chat_id}`);
  const [change] = told;
  if (change?.type !== "chat") {
    throw new Error("no chat changed");
  }
  expect(change.chat).toMatchObject({ chatId: chat_id, dissolved: true });
  await expect(emulator.say(ada, change.chat, "hi")).rejects.toThrow("was disbanded");
});

describe("wrong acts are told", () => {
  test("of strangers, unknown messages and emojis", async () => {
    const { emulator, post, ada } = await listening();
    const { message_id } = await post("text", { text: "a" });
    const stranger = emulator.addUser({ name: "Eve" });
    await expect(emulator.react(stranger, message_id, "OK")).rejects.toThrow("Eve is not in chat");
    await expect(emulator.read(stranger, message_id)).rejects.toThrow(TypeError);
    await expect(emulator.recall(stranger, message_id)).rejects.toThrow(TypeError);
    await expect(emulator.react(ada, "om_x", "OK")).rejects.toThrow("no message om_x");
    await expect(emulator.react(ada, message_id, "ok")).rejects.toThrow('"ok" is no emoji type');
    const { removeBot } = emulator;
    await expect(removeBot(emulator.addChat(), { ...emulator.app, appId: "cli_x" })).rejects.toThrow(TypeError);
  });
});
