// A click is answered at once, and its card changed when the work is done.
import { EventDispatcher } from "lark-edge/event";
import { card } from "lark-edge/message";
import { send, updateLater } from "lark-edge/send";
import { assert, test } from "../../support/cases.ts";
import { emulatedClient } from "../../support/emulated-client.ts";

const cardOf = (content: string) => ({
  schema: "2.0",
  body: {
    elements: [
      { tag: "markdown", content },
      {
        tag: "button",
        text: { tag: "plain_text", content: "Go" },
        behaviors: [{ type: "callback", value: { id: 7 } }],
      },
    ],
  },
});

/** A bot with a card, whose handler runs in a host that lives on. */
async function bot() {
  const given = emulatedClient();
  const { emulator, client, chat } = given;
  const { encryptKey, verificationToken } = emulator.app;
  const errors: unknown[] = [];
  const work: Promise<unknown>[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const events = new EventDispatcher({ encryptKey, verificationToken, loggerLevel: "silent", onError });
  const ctx = { waitUntil: (promise: Promise<unknown>) => void work.push(promise) };
  await emulator.connect((request) => events.fetch(request, {}, ctx));
  const [messageId] = await send(client, { chat_id: chat.chatId }, card(cardOf("start")));
  const shown = () => emulator.messages(chat).find(({ message_id }) => message_id === messageId)?.content ?? "";
  return { ...given, events, messageId: messageId as string, shown, errors, finished: () => Promise.all(work) };
}

test("a click is answered before its card changes, and the card changes more often than its token can", async () => {
  const { emulator, client, events, messageId, shown, errors, finished } = await bot();
  events.onCardAction((action, ctx) =>
    updateLater(
      client,
      action,
      ctx,
      async (update) => {
        for (const step of ["one", "two", "three"]) {
          await update(cardOf(step));
          assert.include(shown(), step);
        }
      },
      { answer: { toast: { type: "info", content: "working" } } },
    ),
  );
  const delivery = await emulator.press(messageId, "Go");
  assert.equal(delivery.toast?.content, "working");
  assert.isUndefined(delivery.problem);
  assert.include(shown(), "start");
  await finished();
  assert.deepEqual(errors, []);
  assert.include(shown(), "three");
  assert.deepEqual(
    emulator.requests.slice(-3).map(({ method, path }) => `${method} ${path}`),
    [
      "POST /open-apis/interactive/v1/card/update",
      "POST /open-apis/interactive/v1/card/update",
      `PATCH /open-apis/im/v1/messages/${messageId}`,
    ],
  );
});

test("a click on the old kind of callback is answered, and its card changed later", async () => {
  const { emulator, client, events, messageId, shown, finished } = await bot();
  events.onCardAction((action, ctx) => updateLater(client, action, ctx, (update) => update(cardOf("done"))));
  const delivery = await emulator.press(messageId, "Go", { version: "v1" });
  assert.equal(delivery.status, 200);
  await finished();
  assert.include(shown(), "done");
});

test("work that fails after the answer is told to onError", async () => {
  const { emulator, client, events, messageId, errors, finished } = await bot();
  events.onCardAction((action, ctx) =>
    updateLater(client, action, ctx, () => {
      throw new Error("no seat left");
    }),
  );
  assert.equal((await emulator.press(messageId, "Go")).status, 200);
  await finished();
  assert.match(String(errors[0]), /no seat left/);
});
