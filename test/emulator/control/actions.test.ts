import { expect, test } from "vitest";
import { bot, call, open, type Parsed, tenantToken } from "../../support/emulator-api.ts";
import { BASE, makeControl } from "./helpers.ts";

test("a person writes, and the bot hears it", async () => {
  const { emulator, ask, user, chat } = makeControl();
  const heard: Parsed[] = [];
  await emulator.connect(bot(emulator.app, (event) => void heard.push(event)));
  const said = await ask("POST", "api/say", { user: user.openId, chat: chat.chatId, text: "hi", mention_bot: true });
  expect(said.status).toBe(200);
  expect(said.body.message).toMatchObject({ text: "@_user_1 hi", sender: { id: user.openId }, msg_type: "text" });
  expect(said.body.delivery).toMatchObject({ id: "delivery-1", attempt: 1, status: 200, appId: emulator.app.appId });
  expect(said.body.delivery.payload.header).toMatchObject({ event_type: "im.message.receive_v1", token: "***" });
  expect(heard[0].event.message.mentions[0].name).toBe("Bot");
  const reply = { user: user.openId, chat: chat.chatId, msg_type: "post", content: '{"title":"T","content":[]}' };
  const answered = await ask("POST", "api/say", { ...reply, reply_to: said.body.message.message_id });
  expect(answered.body.message).toMatchObject({ msg_type: "post", parent_id: said.body.message.message_id });
  const { body } = await ask("GET", "api/state");
  expect(body.messages[chat.chatId].map(({ text }: Parsed) => text)).toEqual(["@_user_1 hi", "T"]);
  expect(body.deliveries.map(({ id }: Parsed) => id)).toEqual(["delivery-1", "delivery-2"]);
});

test("without a bot a message is only kept", async () => {
  const { ask, user, chat } = makeControl();
  const { body } = await ask("POST", "api/say", { user: user.openId, chat: chat.chatId, text: "hi" });
  expect(body.delivery).toBeUndefined();
  expect(body.message.text).toBe("hi");
  const named = await ask("POST", "api/say", { user: user.openId, chat: chat.chatId, text: "hi", mention_bot: true });
  expect(named.body.message).toMatchObject({ text: "@_user_1 hi", mentions: [{ name: "Bot", key: "@_user_1" }] });
});

test("a click shows the bot's toast and card", async () => {
  const { emulator, ask, user, chat } = makeControl();
  const card = { elements: [{ tag: "markdown", content: "after" }] };
  const toast = { type: "success", content: "done" };
  const actions: Parsed[] = [];
  await emulator.connect(
    bot(emulator.app, (event) => {
      actions.push(event.event?.action);
      return { toast, card: { type: "raw", data: card } };
    }),
  );
  const content = JSON.stringify({ elements: [{ tag: "markdown", content: "before" }] });
  const sent = { receive_id: chat.chatId, msg_type: "interactive", content };
  const path = "/open-apis/im/v1/messages?receive_id_type=chat_id";
  const { body } = await call(emulator, "POST", path, sent, await tenantToken(emulator));
  const action = { tag: "button", value: { a: 1 }, form_value: { name: "x" } };
  const clicked = await ask("POST", "api/click", { user: user.openId, message_id: body.data.message_id, action });
  expect(clicked.body).toMatchObject({ toast, delivery: { status: 200, toast } });
  expect(actions[0]).toMatchObject(action);
  expect(emulator.messages(chat)[0]?.text).toBe("after");
});

test("what goes wrong with a callback is a toast with the platform's code", async () => {
  const { emulator, ask, user, chat } = makeControl();
  await emulator.connect(bot(emulator.app, () => ({ toast: "wrong" })));
  const sent = { receive_id: chat.chatId, msg_type: "interactive", content: '{"elements":[]}' };
  const path = "/open-apis/im/v1/messages?receive_id_type=chat_id";
  const { body } = await call(emulator, "POST", path, sent, await tenantToken(emulator));
  const click = { user: user.openId, message_id: body.data.message_id, action: { tag: "button" } };
  expect((await ask("POST", "api/click", click)).body.toast).toEqual({
    type: "error",
    content: expect.stringMatching(/^200672: /),
  });
});

test("people react, read and recall", async () => {
  const { emulator, ask, user, chat } = makeControl();
  const { body } = await ask("POST", "api/say", { user: user.openId, chat: chat.chatId, text: "hi" });
  const on = { user: user.openId, message_id: body.message.message_id };
  const react = await ask("POST", "api/react", { ...on, emoji_type: "SMILE", on: true });
  expect(react.body.message.reactions).toEqual([{ emoji_type: "SMILE", users: [user.openId] }]);
  await ask("POST", "api/react", { ...on, emoji_type: "SMILE", on: false });
  const other = emulator.addUser({ name: "Bob" });
  chat.users.push(other);
  expect((await ask("POST", "api/read", { ...on, user: other.openId })).body.message.read_by).toEqual([other.openId]);
  expect((await ask("POST", "api/recall", { ...on, user: other.openId })).status).toBe(400);
  expect((await ask("POST", "api/recall", on)).body.message.deleted).toBe(true);
});

test("people and chats are added", async () => {
  const { ask, emulator } = makeControl();
  const { body: user } = await ask("POST", "api/users", { name: "Eve" });
  expect(user).toMatchObject({ name: "Eve", openId: expect.stringMatching(/^ou_/) });
  const { body: chat } = await ask("POST", "api/chats", { name: "Two", users: [user.openId], chat_type: "group" });
  expect(chat).toMatchObject({ name: "Two", users: [user.openId], bots: [emulator.app.appId], chatType: "group" });
  expect((await ask("POST", "api/chats", { users: [user.openId], bots: [] })).body.bots).toEqual([]);
});

test("a bot is connected, and events are pushed", async () => {
  const { ask, emulator } = makeControl();
  const refused = await ask("POST", "api/connect", { url: "http://127.0.0.1:9/" });
  expect(refused.status).toBe(409);
  expect(refused.body.error).toMatch(/failed the URL check: there is no server at this address/);
  const events: Parsed[] = [];
  await emulator.connect(async (request) => {
    const { event } = await open(request, emulator.app);
    if (event.type === "url_verification") {
      return Response.json({ challenge: event.challenge });
    }
    events.push(event);
    return new Response("", { status: 500 });
  });
  const push = await ask("POST", "api/push", { type: "im.chat.updated_v1", event: { chat_id: "oc_1" } });
  expect(push.body.delivery).toMatchObject({ status: 500, attempt: 1 });
  const { body } = await ask("POST", "api/clock", { advance_ms: 15_000 });
  expect(body).toMatchObject({ now: 1_700_000_015_000, deliveries: [{ attempt: 2 }] });
  expect(events).toHaveLength(2);
  expect((await ask("GET", "api/state")).body.redeliveries).toMatchObject([{ attempt: 3 }]);
});

test("faults are set, listed and taken back", async () => {
  const { ask, emulator } = makeControl();
  const { body } = await ask("POST", "api/faults", { kind: "quota", path: "bot/v3", times: null });
  await ask("POST", "api/faults", { kind: "drop-ack", event: "im.message.receive_v1" });
  expect((await ask("GET", "api/state")).body.faults).toEqual([
    { id: body.id, kind: "quota", path: "bot/v3", times: null, left: null },
    { id: "fault-2", kind: "drop-ack", event: "im.message.receive_v1", times: 1, left: 1 },
  ]);
  expect((await call(emulator, "GET", "/open-apis/bot/v3/info")).body.code).toBe(99991403);
  expect((await ask("DELETE", `api/faults/${body.id}`)).status).toBe(200);
  expect((await ask("DELETE", `api/faults/${body.id}`)).status).toBe(404);
  expect((await ask("DELETE", "api/faults")).status).toBe(200);
  expect((await ask("GET", "api/faults")).body).toEqual([]);
});

test("files go up and come down, and only images are shown", async () => {
  const { ask, control, user, chat, emulator } = makeControl();
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);
  async function send(file: File): Promise<Parsed> {
    const form = new FormData();
    form.set("user", user.openId);
    form.set("chat", chat.chatId);
    form.set("file", file);
    return (await control(new Request(`${BASE}/_emulator/api/upload`, { method: "POST", body: form }))).json();
  }
  const image = await send(new File([png], "a.png", { type: "image/png" }));
  expect(image.message.msg_type).toBe("image");
  const { image_key } = JSON.parse(image.message.content);
  const shown = await control(new Request(`${BASE}/_emulator/api/files/${image_key}`));
  expect(shown.headers.get("content-type")).toBe("image/png");
  expect(shown.headers.get("content-disposition")).toBe("inline");
  expect(new Uint8Array(await shown.arrayBuffer())).toEqual(png);
  const page = await send(new File(["<script>alert(1)</script>"], "x y'.html", { type: "text/html" }));
  const { file_key } = JSON.parse(page.message.content);
  const saved = await control(new Request(`${BASE}/_emulator/api/files/${file_key}`));
  expect(saved.headers.get("content-type")).toBe("application/octet-stream");
  expect(saved.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''x%20y%27.html");
  const key = emulator.addFile({ bytes: png, name: "b", kind: "image" });
  expect((await ask("GET", `api/files/${key}`)).headers.get("content-type")).toBe("image/png");
  const svg = emulator.addFile({
    bytes: new TextEncoder().encode("<svg/>"),
    name: "b.svg",
    contentType: "image/svg+xml",
    kind: "image",
  });
  expect((await ask("GET", `api/files/${svg}`)).headers.get("content-disposition")).toMatch(/^attachment/);
  expect((await ask("GET", "api/files/img_none")).status).toBe(404);
});

test("behaviours tell where they are known from", async () => {
  const { ask } = makeControl();
  const { body } = await ask("GET", "api/behaviours");
  const send = body.find(({ operation }: Parsed) => operation === "POST /open-apis/im/v1/messages");
  expect(send.source).toBe("documentation");
  expect(send.notes.length).toBeGreaterThan(0);
});

test("the state holds no secrets", async () => {
  const { ask, emulator, control } = makeControl();
  const token = await tenantToken(emulator);
  const { app } = emulator;
  const body = JSON.stringify({ app_id: app.appId, app_secret: app.appSecret });
  const url = `${BASE}/open-apis/auth/v3/tenant_access_token/internal`;
  await control(new Request(url, { method: "POST", headers: { "content-type": "application/json" }, body }));
  const text = JSON.stringify((await ask("GET", "api/state")).body);
  for (const secret of [token, app.appSecret, app.encryptKey, app.verificationToken]) {
    expect(text).not.toContain(secret);
  }
  expect(text).toContain('\\"app_secret\\":\\"***\\"');
});

const IDS = { user: "$user", chat: "$chat", text: "x" };

test.each<[string, string, unknown, number, RegExp]>([
  ["POST", "api/say", "{", 400, /not JSON/],
  ["POST", "api/say", "[]", 400, /JSON object/],
  ["POST", "api/say", { ...IDS, user: undefined }, 400, /user is missing/],
  ["POST", "api/say", { ...IDS, user: "ou_x" }, 404, /no user "ou_x"/],
  ["POST", "api/say", { ...IDS, user: "__proto__" }, 404, /no user/],
  ["POST", "api/say", { ...IDS, chat: "oc_x" }, 404, /no chat/],
  ["POST", "api/say", { ...IDS, chat: 1 }, 400, /chat must be a text/],
  ["POST", "api/say", { ...IDS, text: undefined }, 400, /text or content/],
  ["POST", "api/say", { ...IDS, content: "no" }, 400, /content is not/],
  ["POST", "api/say", { ...IDS, reply_to: "om_x" }, 404, /no message/],
  ["POST", "api/say", { ...IDS, mention_bot: "yes" }, 400, /mention_bot must be true or false/],
  ["POST", "api/say", { ...IDS, text: "x".repeat(1_100_000) }, 413, /1 MB/],
  ["POST", "api/click", { user: "$user", message_id: "om_x", action: { tag: "button" } }, 404, /no message/],
  ["POST", "api/users", {}, 400, /name is missing/],
  ["POST", "api/chats", {}, 400, /users is missing/],
  ["POST", "api/chats", { users: ["ou_x"] }, 404, /no user/],
  ["POST", "api/chats", { users: ["$user"], chat_type: "party" }, 400, /p2p or group/],
  ["POST", "api/chats", { users: ["$user"], bots: ["cli_x"] }, 404, /no app/],
  ["POST", "api/connect", { url: "ftp://x" }, 400, /http or https/],
  ["POST", "api/push", {}, 400, /type is missing/],
  ["POST", "api/push", { type: "x" }, 409, /no target/],
  ["POST", "api/clock", { advance_ms: -1 }, 400, /advance_ms/],
  ["POST", "api/faults", { kind: "x" }, 400, /fault.kind must be one of/],
  ["POST", "api/faults", { kind: "slow", delayMs: -1 }, 400, /fault.delayMs/],
  [
    "POST",
    "api/faults",
    { kind: "quota", operation: "im.v1.messages.create" },
    400,
    /there is im\.v1\.message\.create/,
  ],
  ["POST", "api/faults", { kind: "quota", operation: "nothing.*" }, 400, /no operation is called "nothing\.\*"$/],
  ["GET", "api/say", undefined, 405, /POST is/],
  ["PUT", "api/faults", undefined, 405, /GET or POST or DELETE/],
  ["POST", "api/state", {}, 405, /GET is/],
  ["GET", "api/nothing", undefined, 404, /nothing at/],
  ["DELETE", "api/faults/%E0", undefined, 400, /not encoded right: %E0/],
  ["GET", "api/constructor", undefined, 404, /nothing at/],
  ["GET", "nothing", undefined, 404, /nothing at/],
  ["POST", "api/upload", {}, 415, /multipart/],
])("%s %s with %o is %i", async (method, path, given, status, words) => {
  const { ask, user, chat } = makeControl();
  const written = typeof given === "string" || given === undefined ? given : JSON.stringify(given);
  const body = written?.replace("$user", user.openId).replace("$chat", chat.chatId);
  const answer = await ask(method, path, body);
  expect(answer.body.error).toMatch(words);
  expect(answer.status).toBe(status);
});

test("a body of another type is 415", async () => {
  const { ask } = makeControl();
  const { status } = await ask("POST", "api/faults", '{"kind":"quota"}', { "content-type": "text/plain" });
  expect(status).toBe(415);
});
