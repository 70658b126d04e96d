import { afterAll, describe, expect, test } from "vitest";
import { createEmulator } from "../../../src/emulator/index.ts";
import type { Parsed } from "../../support/emulator-api.ts";
import { closeAll, listen } from "./host.ts";
import { lark, quiet } from "./sdk.ts";

afterAll(closeAll);

/** A bot of the official SDK at a real address, with its own adapter for Node's server. */
async function bot(encrypted: boolean) {
  const emulator = createEmulator({ seed: 200, ...(encrypted ? {} : { app: { encryptKey: "" } }) });
  const { encryptKey, verificationToken } = emulator.app;
  const heard: Parsed[] = [];
  const hear = (answer?: unknown) => async (data: Parsed) => {
    heard.push(data);
    return answer;
  };
  const events = new lark.EventDispatcher({ encryptKey, verificationToken, ...quiet }).register({
    "im.message.receive_v1": hear(),
    "im.message.reaction.created_v1": hear(),
    "im.message.recalled_v1": hear(),
    "im.message.message_read_v1": hear(),
    "im.chat.member.bot.added_v1": hear(),
    "im.chat.member.user.added_v1": hear(),
    "card.action.trigger": hear({ toast: { type: "success", content: "done" } }),
  });
  const cards = new lark.CardActionHandler({ encryptKey, verificationToken, ...quiet }, async (data: Parsed) => {
    heard.push(data);
    return { elements: [{ tag: "markdown", content: "new" }] };
  });
  const options = { autoChallenge: true };
  const address = await listen(
    lark.adaptDefault("/webhook/event", events, options),
    lark.adaptDefault("/webhook/card", cards, options),
  );
  const ada = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [ada] });
  return { emulator, heard, address, ada, chat };
}

describe.each([
  ["encrypted", true],
  ["plain", false],
])("the official dispatcher, %s", (_, encrypted) => {
  test("accepts events and card callbacks", async () => {
    const { emulator, heard, address, ada, chat } = await bot(encrypted);
    await emulator.connect(`${address}/webhook/event`);
    const delivery = await emulator.say(ada, chat, "hello", { mentionBot: true });
    expect([delivery.status, delivery.error]).toEqual([200, undefined]);
    const [message] = emulator.messages(chat);
    expect(heard[0]).toMatchObject({
      event_type: "im.message.receive_v1",
      message: { message_id: message?.message_id, content: '{"text":"@_user_1 hello"}' },
      sender: { sender_id: { open_id: ada.openId } },
    });
    const clicked = await emulator.click(message ?? "", { key: "v" }, { user: ada });
    expect(clicked.answer).toEqual({ toast: { type: "success", content: "done" } });
    expect(heard[1]).toMatchObject({ event_type: "card.action.trigger", action: { value: { key: "v" } } });
    await emulator.react(ada, message ?? "", "OK");
    await emulator.recall(ada, message ?? "");
    await emulator.addMembers(chat, [emulator.addUser({ name: "Bob" })]);
    await emulator.removeBot(chat);
    await emulator.addBot(chat);
    expect(heard.slice(2).map((event) => event.event_type)).toEqual([
      "im.message.reaction.created_v1",
      "im.message.recalled_v1",
      "im.chat.member.user.added_v1",
      "im.chat.member.bot.added_v1",
    ]);
  });
});

test("the official card handler accepts the old card callback", async () => {
  const { emulator, heard, address, ada, chat } = await bot(true);
  await emulator.connect(`${address}/webhook/event`);
  await emulator.say(ada, chat, "hello");
  await emulator.connect(`${address}/webhook/card`);
  const [message] = emulator.messages(chat);
  const clicked = await emulator.click(message ?? "", { key: "v" }, { user: ada, version: "v1" });
  expect(clicked.answer).toEqual({ elements: [{ tag: "markdown", content: "new" }] });
  expect(heard[1]).toMatchObject({ open_id: ada.openId, action: { tag: "button", value: { key: "v" } } });
});
