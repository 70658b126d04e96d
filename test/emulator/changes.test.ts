import { expect, test } from "vitest";
import { type Change, createEmulator } from "../../src/emulator/index.ts";
import { call, tenantToken } from "../support/emulator-api.ts";

test("tells new people, chats and messages, in order, until it is stopped", async () => {
  const emulator = createEmulator();
  const told: Change[] = [];
  const stop = emulator.changes.listen((change) => told.push(change));
  const user = emulator.addUser();
  const chat = emulator.addChat({ users: [user] });
  const token = await tenantToken(emulator);
  const send = async (id: string, type: string) => {
    const body = { receive_id: id, msg_type: "text", content: '{"text":"hi"}' };
    await call(emulator, "POST", `/open-apis/im/v1/messages?receive_id_type=${type}`, body, token);
  };
  await send(chat.chatId, "chat_id");
  const other = emulator.addUser();
  await send(other.openId, "open_id");
  expect(told.map(({ type }) => type)).toEqual(["user", "chat", "message", "user", "chat", "message"]);
  expect(told[0]).toEqual({ type: "user", user });
  expect(told[2]).toEqual({ type: "message", message: emulator.messages(chat)[0] });
  const changed = await call(emulator, "PATCH", `/open-apis/contact/v3/users/${user.openId}`, { name: "Eve" }, token);
  expect([changed.body.code, told.at(-1), user.name]).toEqual([0, { type: "user", user }, "Eve"]);
  stop();
  emulator.addUser();
  expect(told).toHaveLength(7);
});
