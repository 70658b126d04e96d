// What becomes of a message that is sent: it arrives, once, in parts if it must, and in another form or place if that is
// the only way.

import { Client } from "lark-edge";
import { LarkApiError } from "lark-edge/core";
import { EventDispatcher } from "lark-edge/event";
import { at, image, markdown, post, splitMarkdown, text } from "lark-edge/message";
import { send, type Target } from "lark-edge/send";
import { assert, rejection, test } from "../../support/cases.ts";
import { emulatedClient, MESSAGES } from "../../support/emulated-client.ts";

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;

/** A bot with a handler, and a person who writes to it. */
async function bot() {
  const given = emulatedClient();
  const { emulator } = given;
  const { encryptKey, verificationToken } = emulator.app;
  const events = new EventDispatcher({ encryptKey, verificationToken, loggerLevel: "silent" });
  await emulator.connect((request) => events.fetch(request));
  const user = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [user] });
  return { ...given, events, user, chat, ids: () => emulator.messages(chat).map(({ message_id }) => message_id) };
}

test("send answers a message, in the words of the README", async () => {
  const { emulator, client, events, user, chat } = await bot();
  let ids: string[] = [];
  events.on("im.message.receive_v1", async ({ message }, ctx) => {
    ids = await send(client, message, text`Hi ${at(user.openId)}`, { ctx });
  });
  const delivery = await emulator.say(user, chat, "hello");
  assert.equal(delivery.status, 200);
  const [question, answer] = emulator.messages(chat);
  assert.deepEqual(ids, [answer?.message_id as string]);
  assert.equal(answer?.parent_id, question?.message_id);
  assert.equal(answer?.text, "Hi @Ada");
});

test("send reaches a chat and a person by each kind of id", async () => {
  const { emulator, client } = await bot();
  const user = emulator.addUser({ name: "Bob", email: "bob@example.com" });
  const group = emulator.addChat({ users: [user], chatType: "group" });
  const targets: Target[] = [
    { chat_id: group.chatId },
    { open_id: user.openId },
    { union_id: user.unionId },
    { user_id: user.userId },
    { email: user.email },
  ];
  for (const target of targets) {
    const [id] = await send(client, target, text`hello`);
    assert.match(id as string, /^om_/, JSON.stringify(target));
  }
  assert.lengthOf(emulator.messages(group), 1);
});

test("send works with the client that has every API", async () => {
  const { emulator, chat } = await bot();
  const { appId, appSecret } = emulator.app;
  const client = new Client({ appId, appSecret, fetch: emulator.fetch });
  assert.lengthOf(await send(client, { chat_id: chat.chatId }, text`hello`), 1);
});

test("send answers in a thread", async () => {
  const { emulator, client, user } = await bot();
  const group = emulator.addChat({ users: [user], chatType: "group" });
  await emulator.say(user, group, "hello");
  const [question] = emulator.messages(group);
  await send(client, { message_id: question?.message_id as string, reply_in_thread: true }, text`answer`);
  const answer = emulator.messages(group)[1];
  assert.match(answer?.thread_id as string, /^omt_/);
  assert.equal(answer?.thread_id, question?.thread_id);
});

test("send splits Markdown that is too large, whatever it is made of, and gives every id in order", async () => {
  const { emulator, client, chat, ids } = await bot();
  const long = Array.from({ length: 700 }, (_, index) => `Paragraph ${index}: ${"word ".repeat(20)}`).join("\n\n");
  const quotes = '"\\'.repeat(12_000);
  const code = `\`\`\`js\n${"const quote = '\"';\n".repeat(3000)}\`\`\``;
  for (const source of [long, quotes, code]) {
    const before = ids().length;
    const sent = await send(client, { chat_id: chat.chatId }, markdown(source));
    assert.isAbove(sent.length, 1);
    assert.deepEqual(ids().slice(before), sent);
    for (const { content, msg_type } of emulator.messages(chat).slice(before)) {
      assert.equal(msg_type, "post");
      assert.isAtMost(bytesOf({ content, msg_type }), 30 * 1024);
    }
  }
  const words = emulator
    .messages(chat)
    .map(({ text: shown }) => shown)
    .join("");
  assert.equal(words.match(/Paragraph \d+/g)?.length, 700);
  assert.isTrue(emulator.messages(chat).every(({ text: shown }) => (shown.match(/```/g)?.length ?? 0) % 2 === 0));
});

test("send splits a text that is too large", async () => {
  const { emulator, client, chat } = await bot();
  const line = "word ".repeat(100).trim();
  const sent = await send(client, { chat_id: chat.chatId }, text`${Array(700).fill(line).join("\n")}`);
  assert.isAbove(sent.length, 1);
  const shown = emulator.messages(chat).map(({ text: one }) => one);
  assert.equal(shown.join("\n"), Array(700).fill(line).join("\n"));
});

test("what fits is sent as it is: one byte less than the limit splits nothing", async () => {
  const { client, chat } = await bot();
  assert.lengthOf(await send(client, { chat_id: chat.chatId }, markdown("a".repeat(29 * 1024 - 200))), 1);
  assert.lengthOf(splitMarkdown("a".repeat(1000), { maxBytes: 1000 }), 1);
});

test("send puts a new message into the chat where the message to answer was recalled", async () => {
  for (const withChat of [true, false]) {
    const { emulator, client, user, chat } = await bot();
    await emulator.say(user, chat, "hello");
    const [question] = emulator.messages(chat);
    await emulator.recall(user, question as NonNullable<typeof question>);
    const { message_id, chat_id } = question as NonNullable<typeof question>;
    const long = `${"a".repeat(20_000)}\n\n${"b".repeat(20_000)}`;
    const sent = await send(client, withChat ? { message_id, chat_id } : { message_id }, markdown(long));
    assert.lengthOf(sent, 2);
    for (const message of emulator.messages(chat).slice(1)) {
      assert.isUndefined(message.parent_id);
    }
  }
});

test("send gives the words of a post as a text where the platform refuses the post, and nothing in them mentions", async () => {
  const { emulator, client, user, chat } = await bot();
  const refused = post(
    [["Hello ", at("ou_nobody")], '<at user_id="all"></at>', { tag: "img", image_key: "img_unknown" }],
    "Title",
  );
  const sent = await send(client, { chat_id: chat.chatId }, refused);
  const [message] = emulator.messages(chat);
  assert.deepEqual(sent, [message?.message_id as string]);
  assert.equal(message?.msg_type, "text");
  assert.equal(message?.text.replaceAll("\u200B", ""), 'Title\n\nHello \n<at user_id="all"></at>');
  assert.isUndefined(message?.mentions);
  assert.isTrue(user.openId.startsWith("ou_"));
});

test("send tells why a post was refused if its words are, too", async () => {
  const { client } = await bot();
  const error = await rejection(send(client, { chat_id: "oc_unknown" }, markdown("hello")));
  assert.instanceOf(error, LarkApiError);
  assert.include(error.message, "230034");
});

test("send leaves refusals alone that no other form or place would cure", async () => {
  const { emulator, client, user } = await bot();
  const elsewhere = emulator.addChat({ users: [user], bots: [], chatType: "group" });
  const error = await rejection(send(client, { chat_id: elsewhere.chatId }, markdown("hello")));
  assert.equal(error.platformCode, 230002);
  assert.lengthOf(
    emulator.requests.filter(({ path }) => path.includes(MESSAGES)),
    1,
  );
  const noImage = await rejection(send(client, { open_id: user.openId }, image("img_unknown")));
  assert.instanceOf(noImage, LarkApiError);
});

test("a handler that runs again sends nothing twice", async () => {
  const { emulator, client, events, user, chat } = await bot();
  const group = emulator.addChat({ users: [user], chatType: "group" });
  let runs = 0;
  const given: string[][] = [];
  events.on("im.message.receive_v1", async ({ message }, ctx) => {
    runs += 1;
    const long = `run ${runs}\n\n${"a".repeat(20_000)}\n\n${"b".repeat(20_000)}`;
    given.push([
      ...(await send(client, message, text`first answer of run ${runs}`, { ctx })),
      ...(await send(client, message, text`second answer of run ${runs}`, { ctx })),
      ...(await send(client, { chat_id: group.chatId }, text`note of run ${runs}`, { ctx })),
      ...(await send(client, message, markdown(long), { ctx, call: "report" })),
    ]);
    if (runs === 1) {
      throw new Error("died after all was sent");
    }
  });
  assert.equal((await emulator.say(user, chat, "hello")).status, 500);
  await emulator.advance(15_000);
  assert.equal(runs, 2);
  assert.deepEqual(given[1], given[0]);
  assert.lengthOf(new Set(given[0]), 5);
  assert.lengthOf(emulator.messages(chat), 5);
  assert.lengthOf(emulator.messages(group), 1);
  assert.include(emulator.messages(chat)[1]?.text, "first answer of run 1");
});

test("a handler that runs again after a fallback sends nothing twice", async () => {
  const { emulator, client, events, user, chat } = await bot();
  let runs = 0;
  events.on("im.message.receive_v1", async ({ message }, ctx) => {
    runs += 1;
    if (runs === 1) {
      await emulator.recall(user, message.message_id);
    }
    await send(client, message, post([{ tag: "img", image_key: "img_unknown" }, "words"]), { ctx });
    if (runs === 1) {
      throw new Error("died after all was sent");
    }
  });
  await emulator.say(user, chat, "hello");
  await emulator.advance(15_000);
  assert.equal(runs, 2);
  assert.lengthOf(emulator.messages(chat), 2);
});

test("messages of two events, and of two calls without an event, are apart", async () => {
  const { emulator, client, events, user, chat } = await bot();
  events.on("im.message.receive_v1", async ({ message }, ctx) => {
    await send(client, message, text`answer`, { ctx });
  });
  await emulator.say(user, chat, "one");
  await emulator.say(user, chat, "two");
  await send(client, { chat_id: chat.chatId }, text`note`);
  await send(client, { chat_id: chat.chatId }, text`note`);
  assert.lengthOf(emulator.messages(chat), 6);
});

test("send refuses a target that names nothing, before anything is sent", async () => {
  const { emulator, client } = await bot();
  for (const target of [{}, null, undefined, "oc_1", { chat_id: "" }, { thread_id: "omt_1" }]) {
    const error = await rejection(send(client, target as unknown as Target, text`hello`));
    assert.instanceOf(error, TypeError);
    assert.include(error.message, "target must have message_id, chat_id");
  }
  assert.lengthOf(emulator.requests, 0);
});

test("content that nobody built is sent as it is", async () => {
  const { client, chat } = await bot();
  for (const [msg_type, content] of [
    ["text", "no JSON"],
    ["post", "{"],
    ["post", "null"],
    ["post", '{"zh_cn":7}'],
    ["nonsense", "{}"],
    ["post", `no JSON ${"a".repeat(40_000)}`],
    ["text", JSON.stringify({ words: "a".repeat(200_000) })],
  ] as const) {
    const error = await rejection(send(client, { chat_id: chat.chatId }, { msg_type, content }));
    assert.instanceOf(error, LarkApiError, msg_type + content.slice(0, 50));
  }
});

test("a post that cannot be split goes as a text, which may be larger", async () => {
  const { emulator, client, chat } = await bot();
  const long = "a".repeat(40_000);
  for (const post of [
    { title: long, content: [[{ tag: "md", text: "b" }]] },
    {
      content: [
        [{ tag: "hr", text: 7 }],
        [
          { tag: "text", text: long },
          { tag: "text", text: "c" },
        ],
      ],
    },
    { content: [[{ tag: "md", text: "d" }], [{ tag: "md", text: long }]] },
  ]) {
    const content = JSON.stringify({ zh_cn: post });
    assert.lengthOf(await send(client, { chat_id: chat.chatId }, { msg_type: "post", content }), 1);
    assert.include(emulator.messages(chat).at(-1)?.text, long);
    assert.equal(emulator.messages(chat).at(-1)?.msg_type, "text");
  }
});
