import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { createEmulator } from "../../src/emulator/index.ts";
import { bot, call, open, type Parsed, tenantToken } from "../support/emulator-api.ts";

test("a person writes, the bot answers", async () => {
  const emulator = createEmulator({ now: () => 1_700_000_000_000 });
  const { app } = emulator;
  const user = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [user, emulator.addUser()] });
  const seen: Parsed[] = [];
  await emulator.connect(
    bot(app, async (event) => {
      seen.push(event);
      const body = { msg_type: "text", content: JSON.stringify({ text: "hello Ada" }) };
      const path = `/open-apis/im/v1/messages/${event.event.message.message_id}/reply`;
      await call(emulator, "POST", path, body, await tenantToken(emulator));
    }),
  );
  const delivery = await emulator.say(user, chat, "hi", { mentionBot: true });
  expect(delivery).toMatchObject({
    status: 200,
    eventType: "im.message.receive_v1",
    answer: {},
    url: "https://bot.example/webhook/event",
  });
  expect(emulator.deliveries).toEqual([delivery]);
  expect(seen[0].header).toEqual({
    event_id: delivery.eventId,
    event_type: "im.message.receive_v1",
    create_time: "1700000000000",
    token: app.verificationToken,
    app_id: app.appId,
    tenant_key: app.tenantKey,
  });
  expect(seen[0].event.sender.sender_id).toEqual({
    open_id: user.openId,
    union_id: user.unionId,
    user_id: user.userId,
  });
  expect(seen[0].event.message).toMatchObject({
    chat_type: "group",
    message_type: "text",
    content: '{"text":"@_user_1 hi"}',
  });
  expect(seen[0].event.message.mentions[0].id).toEqual({ open_id: app.botOpenId });
  const answer = await emulator.waitForMessage(chat);
  expect(answer).toMatchObject({ text: "hello Ada", parent_id: seen[0].event.message.message_id });
  expect(emulator.messages(chat).map((message) => message.text)).toEqual(["@_user_1 hi", "hello Ada"]);
});

test("waitForMessage waits, and prints the transcript when nothing comes", async () => {
  const emulator = createEmulator();
  const user = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [user] });
  await emulator.connect(bot(emulator.app));
  await emulator.say(user, chat, "anyone there?");
  await expect(emulator.waitForMessage(chat, { timeoutMs: 5 })).rejects.toThrow(
    /wrote nothing within 5 ms[\s\S]*Ada: anyone there\?/,
  );
  const waiting = emulator.waitForMessage(chat);
  const body = { receive_id: user.openId, msg_type: "text", content: '{"text":"late"}' };
  await call(emulator, "POST", "/open-apis/im/v1/messages?receive_id_type=open_id", body, await tenantToken(emulator));
  const late = await waiting;
  expect(late.text).toBe("late");
  await expect(emulator.waitForMessage(chat, { after: late.message_id, timeoutMs: 5 })).rejects.toThrow();
  expect(await emulator.waitForMessage(chat, { after: 0 })).toEqual(late);
});

test.each([
  ["HTTP 401", () => new Response("no", { status: 401 }), /HTTP 401 instead of 200, body "no"/],
  ["no JSON", () => new Response("ok"), /not a JSON object: "ok"/],
  ["no challenge", () => Response.json({}), /has no "challenge"/],
  ["another challenge", () => Response.json({ challenge: "x" }), /another challenge/],
  ["a throw", () => Promise.reject(new Error("boom")), /boom/],
  ["silence", () => new Promise<Response>(() => {}), /no answer within 1000 ms/],
])("connect complains about %s", async (_name, target, message) => {
  const emulator = createEmulator();
  await expect(emulator.connect(target)).rejects.toThrow(message);
  await expect(emulator.push({ type: "x", event: {} })).rejects.toThrow(/call connect/);
});

test("request builds what push would send, and lets a test spoil it", async () => {
  const emulator = createEmulator({ now: () => 1_700_000_000_000 });
  const event = { type: "custom.event_v1", event: { a: 1 } };
  const good = await emulator.request(event);
  expect(good.headers.get("x-lark-request-timestamp")).toBe("1700000000");
  expect(await open(good, emulator.app)).toMatchObject({ signatureValid: true, event: { event: { a: 1 } } });
  const unsigned = await emulator.request(event, { signed: false });
  expect(await open(unsigned, emulator.app)).toMatchObject({ signatureValid: undefined });
  const set = await emulator.request(event, { timestamp: 5, nonce: "n", encrypted: false });
  expect([set.headers.get("x-lark-request-timestamp"), set.headers.get("x-lark-request-nonce")]).toEqual(["5", "n"]);
  expect(await set.json()).toMatchObject({ schema: "2.0", header: { event_type: "custom.event_v1" } });
  const old = await emulator.request({ ...event, schema: "1.0" }, { now: 1_600_000_000_500 });
  expect((await open(old, emulator.app)).event).toMatchObject({
    ts: "1600000000.500000",
    event: { type: "custom.event_v1", a: 1 },
  });
});

test("without an encrypt key events are plain and unsigned", async () => {
  const emulator = createEmulator({ app: { encryptKey: "" } });
  const request = await emulator.request({ type: "x", event: {} });
  expect(request.headers.get("x-lark-signature")).toBeNull();
  expect((await request.json()).header.token).toBe(emulator.app.verificationToken);
});

test("card clicks, new and old", async () => {
  const emulator = createEmulator({ now: () => 1_700_000_000_000 });
  const { app } = emulator;
  const chat = emulator.addChat();
  const card = { receive_id: chat.chatId, msg_type: "interactive", content: '{"header":{"title":{"content":"Hi"}}}' };
  await call(emulator, "POST", "/open-apis/im/v1/messages?receive_id_type=chat_id", card, await tenantToken(emulator));
  const message = await emulator.waitForMessage(chat);
  expect(message.text).toBe("Hi");
  await emulator.connect(bot(app, (event) => ({ toast: { type: "info", content: event.event.action.value.n } })));
  const click = await emulator.click(message, { n: "1" });
  expect(click).toMatchObject({ eventType: "card.action.trigger", answer: { toast: { content: "1" } } });

  await emulator.connect(async (request) => {
    const raw = await request.text();
    if (raw.includes("encrypt")) {
      const { event } = await open(new Request(request.url, { method: "POST", body: raw }), app);
      return Response.json({ challenge: event.challenge });
    }
    const prefix = `${request.headers.get("x-lark-request-timestamp")}${request.headers.get("x-lark-request-nonce")}`;
    const expected = createHash("sha1")
      .update(prefix + app.verificationToken + raw)
      .digest("hex");
    expect(request.headers.get("x-lark-signature")).toBe(expected);
    const body = JSON.parse(raw);
    expect(body).toMatchObject({
      open_message_id: message.message_id,
      action: { tag: "select_static", option: "b", value: "v" },
    });
    expect(body.token).toMatch(/^c-/);
    return Response.json({ toast: {} });
  });
  const old = await emulator.click(message, "v", { version: "v1", tag: "select_static", action: { option: "b" } });
  expect(old).toMatchObject({ status: 200, answer: { toast: {} } });
});

test("a bot that is late or broken is a delivery without an answer", async () => {
  const emulator = createEmulator({ answerTimeoutMs: 10 });
  let broken = false;
  const good = bot(emulator.app);
  await emulator.connect((request) => {
    if (request.headers.get("x-lark-signature") === null) {
      return good(request);
    }
    return broken ? Promise.reject(new Error("boom")) : new Promise<Response>(() => {});
  });
  expect(await emulator.push({ type: "x", event: {} })).toMatchObject({ status: 0, error: "no answer within 10 ms" });
  broken = true;
  expect(await emulator.push({ type: "x", event: {} })).toMatchObject({ status: 0, error: "boom" });
});

test("the same seed gives the same world", async () => {
  const build = async (seed: number) => {
    const emulator = createEmulator({ seed, now: () => 0 });
    const request = await emulator.request({ type: "x", event: {} });
    return [emulator.app, emulator.addUser(), emulator.addChat(), await tenantToken(emulator), await request.text()];
  };
  expect(await build(7)).toEqual(await build(7));
  expect(await build(8)).not.toEqual(await build(7));
});

test("who is not in the chat cannot write", async () => {
  const emulator = createEmulator();
  await expect(emulator.say(emulator.addUser(), emulator.addChat(), "x")).rejects.toThrow(/not in chat/);
});
