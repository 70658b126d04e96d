// A custom bot sends to its group, signed and with its keyword.
import { LarkApiError } from "lark-edge/core";
import { customBot, LarkApiError as SameError } from "lark-edge/custom-bot";
import { createEmulator } from "lark-edge/emulator";
import { at, card, post, text } from "lark-edge/message";
import { assert, rejection, test } from "../../support/cases.ts";

test("a custom bot's messages are signed, carry its keyword, and arrive", async () => {
  const emulator = createEmulator();
  const user = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [user], chatType: "group" });
  const url = emulator.addWebhook({ chat, secret: "secret", keywords: ["Alert"] });
  const bot = customBot({ url, secret: "secret", keyword: "Alert", fetch: emulator.fetch });
  await bot.send(text`${at(user.openId)} the disk is full`);
  await bot.send(post(["the disk is full"], "Alert"));
  await bot.send(card({ schema: "2.0", body: { elements: [{ tag: "markdown", content: "the disk is full" }] } }));
  assert.deepEqual(
    emulator.messages(chat).map(({ msg_type, text: shown }) => [msg_type, shown]),
    [
      ["text", "@Ada the disk is full\nAlert"],
      ["post", "Alert\nthe disk is full"],
      ["interactive", "the disk is full\nAlert"],
    ],
  );
});

test("a custom bot that is refused rejects with the error class of the client, and keeps its address to itself", async () => {
  const emulator = createEmulator();
  const chat = emulator.addChat({ users: [emulator.addUser()], chatType: "group" });
  const url = emulator.addWebhook({ chat, secret: "secret" });
  const error = await rejection(customBot({ url, fetch: emulator.fetch }).send(text`hello`));
  assert.instanceOf(error, LarkApiError);
  assert.equal(SameError, LarkApiError);
  assert.equal(error.platformCode, 19021);
  assert.notInclude(`${error.stack}${JSON.stringify(error)}`, url.slice(-20));
});

test("a custom bot waits where six messages would come in one second", async () => {
  const emulator = createEmulator();
  const chat = emulator.addChat({ users: [emulator.addUser()], chatType: "group" });
  const bot = customBot({ url: emulator.addWebhook({ chat }), fetch: emulator.fetch });
  const begin = Date.now();
  await Promise.all([1, 2, 3, 4, 5, 6].map((number) => bot.send(text`${number}`)));
  assert.isAtLeast(Date.now() - begin, 1000);
  assert.lengthOf(emulator.messages(chat), 6);
});
