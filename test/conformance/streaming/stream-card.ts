// A streamed answer on every runtime: its card, the crash of its process, and the button that ends it.
import { EventDispatcher } from "lark-edge/event";
import { memoryStore } from "lark-edge/store/memory";
import { closeAbandoned, openCardStream, rollOver, stopButton, streamCard } from "lark-edge/streaming";
import { assert, test } from "../../support/cases.ts";
import { emulatedClient } from "../../support/emulated-client.ts";

interface Card {
  config: { streaming_mode?: boolean };
  body: { elements: { element_id: string; content: string }[] };
}

/** A bot with a handler, and a person who writes to it. */
async function bot() {
  const given = emulatedClient();
  const { emulator } = given;
  const { encryptKey, verificationToken } = emulator.app;
  const events = new EventDispatcher({ encryptKey, verificationToken, loggerLevel: "silent" });
  await emulator.connect((request) => events.fetch(request));
  const user = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [user] });
  const cards = (): Card[] =>
    emulator
      .messages(chat)
      .filter(({ msg_type, deleted }) => msg_type === "interactive" && !deleted)
      .map(({ content }) => JSON.parse(content));
  const texts = () => cards().map(({ body }) => body.elements.find(({ element_id }) => element_id === "text")?.content);
  return { ...given, events, user, chat, cards, texts };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test("an answer is streamed into a card, which ends closed", async () => {
  const { emulator, client, events, user, chat, cards, texts } = await bot();
  const store = memoryStore();
  let outcome = "";
  events.on("im.message.receive_v1", async ({ message }, ctx) => {
    const bytes = new TextEncoder().encode("An edge is where users are. 🎉");
    const source = new ReadableStream<Uint8Array>({
      async pull(controller) {
        for (const byte of bytes) {
          controller.enqueue(Uint8Array.of(byte));
        }
        await pause(50);
        controller.close();
      },
    });
    ({ outcome } = await streamCard(client, message, source, { ctx, store, pace: () => 100 }));
  });
  const delivery = await emulator.say(user, chat, "what is an edge?");
  assert.equal(delivery.status, 200);
  assert.equal(outcome, "complete");
  assert.deepEqual(texts(), ["An edge is where users are. 🎉"]);
  assert.deepEqual(
    cards().map(({ config }) => config.streaming_mode),
    [false],
  );
});

test("an event that is delivered again repeats nothing that is complete", async () => {
  const { emulator, client, events, user, chat, texts } = await bot();
  const store = memoryStore();
  let runs = 0;
  let answers = 0;
  events.on("im.message.receive_v1", async ({ message }, ctx) => {
    runs += 1;
    const source = () => {
      answers += 1;
      return ["once"];
    };
    await streamCard(client, message, source, { ctx, store });
    if (runs === 1) {
      throw new Error("the process dies after the answer");
    }
  });
  await emulator.say(user, chat, "hello");
  await emulator.advance(15_000);
  assert.deepEqual([runs, answers], [2, 1]);
  assert.deepEqual(texts(), ["once"]);
});

test("a stream is handed over, and closed if no run follows", async () => {
  const { emulator, client, events, user, chat, cards, texts } = await bot();
  const store = memoryStore();
  let outcome = "";
  events.on("im.message.receive_v1", async ({ message }, ctx) => {
    async function* slow() {
      yield "so far";
      await new Promise(() => {});
    }
    ({ outcome } = await streamCard(client, message, slow, { ctx, store, handOverMs: 300 }));
  });
  await emulator.say(user, chat, "hello");
  assert.equal(outcome, "handed_over");
  const { appId } = emulator.app;
  assert.deepEqual(await closeAbandoned(client, store, { appId }), []);
  const later = { now: () => Date.now() + 61_000, wait: pause };
  const [closed] = await closeAbandoned(client, store, { appId, clock: later });
  assert.equal(closed?.text, "so far");
  assert.deepEqual(texts(), ["so far"]);
  assert.deepEqual(
    cards().map(({ config }) => config.streaming_mode),
    [false],
  );
});

test("a click on the stop button ends a stream", async () => {
  const { emulator, client, events, user, chat, texts } = await bot();
  const store = memoryStore();
  const stop = stopButton({ store });
  events.onCardAction(stop, (action) => action.stop());
  let outcome = "";
  let answering: Promise<unknown> = Promise.resolve();
  events.on("im.message.receive_v1", ({ message }, ctx) => {
    async function* endless() {
      yield "so far";
      await new Promise(() => {});
    }
    answering = streamCard(client, message, endless, { ctx, store, stop }).then((result) => {
      outcome = result.outcome;
    });
  });
  await emulator.say(user, chat, "hello");
  await pause(1_500);
  await emulator.press(emulator.messages(chat).at(-1) as never, "■ Stop", { user });
  await answering;
  assert.equal(outcome, "stopped");
  assert.deepEqual(texts(), ["so far"]);
});

test("a card is written by calls, and goes on in a second one", async () => {
  const { client, chat, texts } = await bot();
  const card = await openCardStream(client, { chat_id: chat.chatId }, { rollOver });
  const text = "A paragraph of an answer that is long.\n\n".repeat(1_200);
  card.write(text);
  const { outcome } = await card.close();
  assert.equal(outcome, "complete");
  assert.equal(texts().join(""), text);
  assert.equal(texts().length, 2);
});
