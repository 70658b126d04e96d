import { expect, test } from "vitest";
import { createEmulator } from "../../src/emulator/index.ts";
import { bot, call, type Parsed, tenantToken } from "../support/emulator-api.ts";

const text = (content: string) => ({ tag: "plain_text", content });

const OLD = {
  elements: [
    {
      tag: "action",
      actions: [
        { tag: "button", text: text("Approve"), value: { decision: "yes" } },
        { tag: "button", text: text("Read"), url: "https://example.com/" },
      ],
    },
  ],
};

const NEW = {
  schema: "2.0",
  body: {
    elements: [
      {
        tag: "column_set",
        columns: [
          {
            tag: "column",
            elements: [{ tag: "button", text: text("Solve"), behaviors: [{ type: "callback", value: { id: 7 } }] }],
          },
        ],
      },
      { tag: "button", text: text("Open"), behaviors: [{ type: "open_url", default_url: "https://example.com/" }] },
      {
        tag: "form",
        name: "report",
        elements: [
          { tag: "input", name: "reason" },
          { tag: "button", name: "send", text: text("Send"), form_action_type: "submit" },
        ],
      },
    ],
  },
};

async function withCard(card: object) {
  const emulator = createEmulator();
  const chat = emulator.addChat({ users: [emulator.addUser({ name: "Ada" })] });
  const actions: Parsed[] = [];
  await emulator.connect(bot(emulator.app, (event) => void actions.push(event.event?.action)));
  const body = { receive_id: chat.chatId, msg_type: "interactive", content: JSON.stringify(card) };
  const path = "/open-apis/im/v1/messages?receive_id_type=chat_id";
  const sent = await call(emulator, "POST", path, body, await tenantToken(emulator));
  expect(sent.body.code).toBe(0);
  return { emulator, actions, message: await emulator.waitForMessage(chat) };
}

test.each<[object, string, object]>([
  [OLD, "Approve", { tag: "button", value: { decision: "yes" } }],
  [NEW, "Solve", { tag: "button", value: { id: 7 } }],
  [NEW, "Send", { tag: "button", name: "send", value: {}, form_value: {} }],
  [NEW, "send", { tag: "button", name: "send" }],
])("a button is pressed by what stands on it (%#, %s)", async (card, button, action) => {
  const { emulator, actions, message } = await withCard(card);
  expect(await emulator.press(message, button)).toMatchObject({ status: 200, eventType: "card.action.trigger" });
  expect(actions).toMatchObject([action]);
});

test("a form is sent with what was put into it, and the old callback knows buttons, too", async () => {
  const { emulator, actions, message } = await withCard(NEW);
  await emulator.press(message, "Send", { action: { form_value: { reason: "late" } } });
  expect(actions[0].form_value).toEqual({ reason: "late" });
  const delivery = await emulator.press(message, "Solve", { version: "v1" });
  expect(delivery).toMatchObject({ eventType: "card.action.trigger_v1", payload: { action: { value: { id: 7 } } } });
});

test.each<[object, string, RegExp]>([
  [OLD, "Refuse", /no button "Refuse"; it has "Approve", "Read"/],
  [OLD, "Read", /the button "Read" calls no bot/],
  [NEW, "Open", /the button "Open" calls no bot/],
  [{ elements: [] }, "Go", /no button "Go"; it has none/],
  [NEW, "", /no button ""/],
])("what cannot be pressed (%#, %s)", async (card, button, words) => {
  const { emulator, actions, message } = await withCard(card);
  await expect(emulator.press(message, button)).rejects.toThrow(words);
  expect(actions).toEqual([]);
});

test("a message that is not there", async () => {
  await expect(createEmulator().press("om_x", "Go")).rejects.toThrow(/no message om_x/);
});
