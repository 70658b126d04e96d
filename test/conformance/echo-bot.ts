import { im } from "lark-edge/api/im";
import { Client } from "lark-edge/core";
import { createEmulator } from "lark-edge/emulator";
import { EventDispatcher } from "lark-edge/event";
import { assert, test } from "../support/cases.ts";

test("an echo bot answers an encrypted, signed event through the API", async () => {
  const emulator = createEmulator();
  const { appId, appSecret, encryptKey, verificationToken } = emulator.app;
  const client = new Client({ appId, appSecret, fetch: emulator.fetch, apis: { im } });
  const events = new EventDispatcher({ encryptKey, verificationToken });
  events.on("im.message.receive_v1", async (event) => {
    await client.im.v1.message.reply({
      path: { message_id: event.message.message_id },
      data: { msg_type: "text", content: event.message.content },
    });
  });
  await emulator.connect((request) => events.fetch(request));
  const user = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [user] });
  const delivery = await emulator.say(user, chat, "hello");
  assert.equal(delivery.status, 200);
  const message = await emulator.waitForMessage(chat);
  assert.equal(message.text, "hello");
});
