// Every type of message: built, sent, received and read back.
import { im } from "lark-edge/api/im";
import { Client } from "lark-edge/core";
import { createEmulator } from "lark-edge/emulator";
import { EventDispatcher, type ImMessageReceiveV1 } from "lark-edge/event";
import {
  at,
  atAll,
  audio,
  card,
  file,
  image,
  type Message,
  type MessageContent,
  type MessageFields,
  markdown,
  media,
  post,
  readForward,
  readMessage,
  shareChat,
  shareUser,
  sticker,
  text,
  toMarkdown,
  toPlainText,
} from "lark-edge/message";
import { assert, test } from "../../support/cases.ts";

/** A bot in a group with a person, and what it received. */
async function bot() {
  const emulator = createEmulator();
  const { appId, appSecret, encryptKey, verificationToken } = emulator.app;
  const client = new Client({ appId, appSecret, fetch: emulator.fetch, apis: { im } });
  const events = new EventDispatcher({ encryptKey, verificationToken });
  const received: ImMessageReceiveV1["message"][] = [];
  events.on("im.message.receive_v1", ({ message }) => void received.push(message));
  await emulator.connect((request) => events.fetch(request));
  const user = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [user], chatType: "group", name: "Team" });
  const send = async (content: MessageContent): Promise<Message> => {
    const { data } = await client.im.v1.message.create({
      params: { receive_id_type: "chat_id" },
      data: { receive_id: chat.chatId, ...content },
    });
    const answer = await client.im.v1.message.get({
      path: { message_id: data.message_id as string },
      params: { card_msg_content_type: "user_card_content" },
    });
    return readMessage(answer.data.items?.[0] ?? {});
  };
  const say = async (msgType: string, content: Record<string, unknown>): Promise<Message> => {
    await emulator.say(user, chat, "", { msgType, content });
    return readMessage(received.at(-1) ?? {});
  };
  const uploadFile = async (file_type: "mp4" | "opus" | "pdf") => {
    const bytes = new Blob([new Uint8Array([1, 2, 3])]);
    const { data } = await client.im.v1.file.create({ data: { file_type, file_name: "a", file: bytes } });
    return data.file_key as string;
  };
  const uploadImage = async () => {
    const bytes = new Blob([new Uint8Array([1, 2, 3])]);
    const { data } = await client.im.v1.image.create({ data: { image_type: "message", image: bytes } });
    return data.image_key as string;
  };
  return { emulator, client, user, chat, received, send, say, uploadFile, uploadImage };
}

/** Asserts that a message is of a type and has exactly these fields of its own. */
function assertRead<Type extends keyof MessageFields>(message: Message, type: Type, fields: MessageFields[Type]): void {
  const { message_id, mentions, mentionsAll, resources, raw, ...own } = message;
  assert.match(message_id, /^om_/);
  assert.deepEqual(own as object, { type, ...fields });
}

test("every type of message that a bot builds is sent, and read back to the same value", async () => {
  const { send, say, chat, user, uploadFile, uploadImage } = await bot();
  const image_key = await uploadImage();
  const video = await uploadFile("mp4");
  assertRead(await send(text`one & two ${"<3"}`), "text", { text: "one & two <\u200B3" });
  const content = [
    [
      { tag: "text", text: "bold", style: ["bold"] },
      { tag: "a", text: "link", href: "https://a.example/" },
    ],
    [{ tag: "img", image_key }],
    [{ tag: "media", file_key: video, image_key }],
    [{ tag: "emotion", emoji_type: "SMILE" }],
    [{ tag: "code_block", language: "GO", text: "x := 1" }],
    [{ tag: "hr" }],
  ] as const;
  assertRead(await send(post(content, "Title")), "post", { title: "Title", content });
  assertRead(await send(image(image_key)), "image", { image_key });
  const pdf = await uploadFile("pdf");
  assertRead(await send(file(pdf)), "file", { file_key: pdf });
  const opus = await uploadFile("opus");
  assertRead(await send(audio(opus)), "audio", { file_key: opus });
  assertRead(await send(media(video, image_key)), "media", { file_key: video, image_key });
  await say("sticker", { file_key: "file_1" });
  assertRead(await send(sticker("file_1")), "sticker", { file_key: "file_1" });
  assertRead(await send(shareChat(chat.chatId)), "share_chat", { chat_id: chat.chatId });
  assertRead(await send(shareUser(user.openId)), "share_user", { user_id: user.openId });
});

test("Markdown that a bot sends is read back with its words", async () => {
  const { send } = await bot();
  const read = await send(markdown("**bold** and more"));
  assert.equal(read.type, "post");
  assert.include(toMarkdown(read), "bold");
  assert.include(toPlainText(read), "and more");
});

test("cards that a bot sends as JSON, by their id and by a template are read in reading order", async () => {
  const { client, emulator, send } = await bot();
  const json = {
    schema: "2.0",
    header: { title: { tag: "plain_text", content: "Expense" } },
    body: { elements: [{ tag: "markdown", content: "**42 €**" }] },
  };
  const sent = await send(card(json));
  assert.equal(sent.type, "interactive");
  assert.equal(toPlainText(sent), "Expense\n**42 €**");
  const { data } = await client.request<{ data: { card_id: string } }>({
    method: "POST",
    url: "/open-apis/cardkit/v1/cards",
    data: { type: "card_json", data: JSON.stringify(json) },
  });
  assert.equal(toPlainText(await send(card({ card_id: data.card_id }))), "Expense\n**42 €**");
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the template
  emulator.addCardTemplate("AAq1", { elements: [{ tag: "markdown", content: "Hello ${name}" }] });
  const template = card({ template_id: "AAq1", template_version_name: "1.0.0", template_variable: { name: "Ada" } });
  assert.equal(toPlainText(await send(template)), "Hello Ada");
});

test("a card is read from the simplified form, too, which an API gives by default", async () => {
  const { client, chat } = await bot();
  const json = {
    header: { title: { tag: "plain_text", content: "T" } },
    elements: [{ tag: "markdown", content: "a" }],
  };
  const { data } = await client.im.v1.message.create({
    params: { receive_id_type: "chat_id" },
    data: { receive_id: chat.chatId, ...card(json) },
  });
  const answer = await client.im.v1.message.get({ path: { message_id: data.message_id as string } });
  const read = readMessage(answer.data.items?.[0] ?? {});
  assert.equal(toPlainText(read), "T\na");
});

test("mentions of a text and of a post are read back with the person's id and name", async () => {
  const { user, send } = await bot();
  const written = await send(text`Hi ${at(user.openId)}!`);
  assert.equal(toPlainText(written), "Hi @Ada!");
  assert.equal(written.mentions[0]?.open_id, user.openId);
  const posted = await send(post([["Hi ", at(user.openId)], [atAll()]]));
  assertRead(posted, "post", {
    title: "",
    content: [
      [
        { tag: "text", text: "Hi " },
        { tag: "at", user_id: user.openId, user_name: "Ada" },
      ],
      [{ tag: "at", user_id: "all" }],
    ],
  });
  assert.isTrue(posted.mentionsAll);
  assert.equal(toPlainText(posted), "Hi @Ada\n@all");
});

test("a hostile value in a text mentions nobody", async () => {
  const { user, send } = await bot();
  for (const value of [`<at user_id="${user.openId}"></at>`, '<at user_id="all"></at>']) {
    const read = await send(text`you wrote: ${value}`);
    assert.deepEqual(read.mentions, []);
    assert.isFalse(read.mentionsAll);
  }
});

test("every type of message that a person sends is read from its event", async () => {
  const { say } = await bot();
  const calendar = { summary: "Lunch", start_time: "1608265395000", end_time: "1608267015000" };
  const SAID: { [Type in keyof MessageFields]?: MessageFields[Type] & Record<string, unknown> } = {
    image: { image_key: "img_1" },
    file: { file_key: "file_1", file_name: "a.pdf" },
    folder: { file_key: "file_1", file_name: "docs" },
    audio: { file_key: "file_1", duration: 2000 },
    media: { file_key: "file_1", image_key: "img_1", file_name: "a.mp4", duration: 2000 },
    sticker: { file_key: "file_1" },
    share_chat: { chat_id: "oc_1" },
    share_user: { user_id: "ou_1" },
    location: { name: "Paris", longitude: "2.35", latitude: "48.85" },
    hongbao: { text: "[红包]" },
    share_calendar_event: calendar,
    calendar,
    general_calendar: calendar,
    video_chat: { topic: "Weekly", start_time: "1623124523829", meet_number: "123" },
    vote: { topic: "Lunch?", options: ["Rice", "Soup"] },
  };
  for (const [type, fields] of Object.entries(SAID)) {
    assertRead(await say(type, fields), type as "vote", fields as MessageFields["vote"]);
  }
  const content = [[{ tag: "text", text: "Eat fruit" } as const]];
  assertRead(
    await say("todo", { task_id: "t_1", summary: { title: "", content }, due_time: "1623124318000" }),
    "todo",
    {
      task_id: "t_1",
      title: "",
      content,
      due_time: "1623124318000",
    },
  );
  const system = { template: "{from_user} invited {to_chatters}", from_user: ["Ada"], to_chatters: ["Bob"] };
  assertRead(await say("system", system), "system", { text: "Ada invited Bob" });
  assertRead(await say("post", { title: "T", content: [], content_v2: content }), "post", { title: "T", content });
  assert.equal((await say("merge_forward", { content: "Merged and Forwarded Message" })).type, "merge_forward");
  assert.equal((await say("hologram", { depth: 3 })).type, "unknown");
});

test("a merged forward is read as a tree with one request", async () => {
  const { client, emulator, user, chat, received } = await bot();
  for (const words of ["first", "second"]) {
    await emulator.say(user, chat, words);
  }
  const { data } = await client.im.v1.message.mergeForward({
    params: { receive_id_type: "chat_id" },
    data: { receive_id: chat.chatId, message_id_list: received.map(({ message_id }) => message_id) },
  });
  const before = emulator.requests.length;
  const forward = await readForward(client, data.message?.message_id as string);
  assert.equal(emulator.requests.length, before + 1);
  assert.isFalse(forward.truncated);
  assert.deepEqual(
    forward.children.map(({ message, sender }) => [toPlainText(message), sender?.id]),
    [
      ["first", user.openId],
      ["second", user.openId],
    ],
  );
});
