import { expect, test } from "vitest";
import { createEmulator } from "../../src/emulator/index.ts";
import { insideOf } from "../../src/emulator/inside.ts";
import { readCardAnswer } from "../../src/emulator/services/cards/answer.ts";
import { bot, call, tenantToken } from "../support/emulator-api.ts";

const START = 1_700_000_000_000;
const UPDATE = "/open-apis/interactive/v1/card/update";
const OLD = { header: { title: { tag: "plain_text", content: "Old" } }, elements: [] };
const NEW = { schema: "2.0", body: { elements: [{ tag: "markdown", content: "New" }] } };

const LARGE = { ...NEW, config: { summary: { content: "x".repeat(31 * 1024) } } };
const GONE = { schema: "2.0", body: { elements: [{ tag: "note", elements: [] }] } };

/** A chat with a card, and a bot that answers callbacks with this body and status. */
async function withCard(card: object, answer: unknown, status = 200) {
  const emulator = createEmulator({ now: () => START, answerTimeoutMs: 50 });
  const user = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [user] });
  const tokens: string[] = [];
  await emulator.connect(async (request) => {
    const body = await request.clone().json();
    if (typeof body.token === "string") {
      tokens.push(body.token);
    }
    if (emulator.messages(chat).length === 0) {
      return bot(emulator.app)(request);
    }
    if (answer === "never") {
      return new Promise<Response>(() => {});
    }
    return new Response(typeof answer === "string" ? answer : JSON.stringify(answer), { status });
  });
  const token = await tenantToken(emulator);
  const body = { receive_id: chat.chatId, msg_type: "interactive", content: JSON.stringify(card) };
  await call(emulator, "POST", "/open-apis/im/v1/messages?receive_id_type=chat_id", body, token);
  const [message] = emulator.messages(chat);
  if (message === undefined) {
    throw new Error("no card");
  }
  const shown = () => JSON.parse(emulator.messages(chat)[0]?.content ?? "");
  const updateToken = (delivery: { payload: Readonly<Record<string, unknown>> }) =>
    String(delivery.payload.token ?? (delivery.payload.event as { token: string }).token);
  const update = (updating: string, next: unknown, appToken = token) =>
    call(emulator, "POST", UPDATE, { token: updating, card: next }, appToken);
  return { emulator, chat, message, shown, updateToken, update, token };
}

test("a toast and a card in the answer are shown", async () => {
  const toast = { type: "success", content: "Done" };
  const { emulator, message, shown } = await withCard(OLD, { toast, card: { type: "raw", data: NEW } });
  const told: string[] = [];
  emulator.changes.listen(({ type }) => told.push(type));
  const delivery = await emulator.click(message, { go: 1 });
  expect(delivery).toMatchObject({ toast, status: 200, attempt: 1 });
  expect(delivery.problem).toBeUndefined();
  expect(shown()).toEqual(NEW);
  expect(emulator.messages(message.chat_id)[0]).toMatchObject({
    text: "New",
    updated: true,
    update_time: String(START),
  });
  expect(told).toEqual(["message-changed"]);
});

test.each([
  ["nothing", {}],
  ["an empty body", ""],
  ["a toast of which only the content is said", { toast: { content: "Hi" } }],
  ["a toast in several languages", { toast: { type: "info", i18n: { zh_cn: "你好", en_us: "Hi" } } }],
])("the card stays as it is after %s", async (_name, answer) => {
  const { emulator, message, shown } = await withCard(OLD, answer);
  const delivery = await emulator.click(message, {});
  expect(delivery.problem).toBeUndefined();
  expect(delivery.toast).toEqual(
    answer === "" || Object.keys(answer).length === 0 ? undefined : { type: "info", content: "Hi" },
  );
  expect(shown()).toEqual(OLD);
});

test("a template in the answer is shown by its id", async () => {
  const card = { type: "template", data: { template_id: "AAq1", template_variable: { a: "b" } } };
  const { emulator, message, shown } = await withCard(OLD, { card });
  await emulator.click(message, {});
  expect(shown()).toMatchObject({ schema: "2.0", header: { title: { content: "Template AAq1" } } });
});

test("a template that the emulator knows is filled in", async () => {
  const card = { type: "template", data: { template_id: "AAq1", template_variable: { word: "filled" } } };
  const { emulator, message } = await withCard(OLD, card);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: how the platform writes a variable
  emulator.addCardTemplate("AAq1", { elements: [{ tag: "markdown", content: "${word}" }] });
  await emulator.click(message, {}, { version: "v1" });
  expect(emulator.messages(message.chat_id)[0]?.text).toBe("filled");
});

test.each<[string, object, unknown, number, number]>([
  ["no JSON", OLD, "<p>hello</p>", 200, 200672],
  ["a list", OLD, [], 200, 200672],
  ["a toast of an unknown type", OLD, { toast: { type: "loud", content: "x" } }, 200, 200672],
  ["a toast without words", OLD, { toast: { type: "info" } }, 200, 200672],
  ["a toast that is a text", OLD, { toast: "x" }, 200, 200672],
  ["a card without a type", OLD, { card: NEW }, 200, 200672],
  ["a card at the top", OLD, OLD, 200, 200672],
  ["a card without elements", OLD, { card: { type: "raw", data: {} } }, 200, 200673],
  ["a card that is too large", OLD, { card: { type: "raw", data: LARGE } }, 200, 200673],
  ["a card with a tag that is gone", OLD, { card: { type: "raw", data: GONE } }, 200, 200673],
  ["a card that is a text", OLD, { card: { type: "raw", data: "{}" } }, 200, 200673],
  ["a template without an id", OLD, { card: { type: "template", data: {} } }, 200, 200673],
  ["1.0 in the place of 2.0", NEW, { card: { type: "raw", data: OLD } }, 200, 200830],
  ["HTTP 500", OLD, {}, 500, 200671],
  ["HTTP 201", OLD, {}, 201, 200671],
  ["no answer", OLD, "never", 200, 200341],
])("%s is shown to the person as the platform's code", async (_name, card, answer, status, code) => {
  const { emulator, message, shown } = await withCard(card, answer, status);
  const delivery = await emulator.click(message, {});
  expect(delivery.problem).toEqual({ code, message: expect.any(String) });
  expect(delivery.toast).toBeUndefined();
  expect(shown()).toEqual(card);
  expect(emulator.redeliveries).toEqual([]);
});

test.each([
  ["connect", 200342],
  ["dns", 200343],
  ["timeout", 200341],
] as const)("what the person sees of a bot that cannot be reached (%s)", async (reason, code) => {
  const { emulator, message } = await withCard(OLD, {});
  const nothing = { status: 0, body: "", answer: undefined, error: "no", reason };
  expect(readCardAnswer(insideOf(emulator).state, nothing, "v2", message).problem?.code).toBe(code);
});

test("the old callback takes a whole card as its answer", async () => {
  const next = { ...OLD, header: { title: { tag: "plain_text", content: "Next" } } };
  const { emulator, message, shown } = await withCard(OLD, next);
  expect(await emulator.click(message, {}, { version: "v1" })).toMatchObject({ eventType: "card.action.trigger_v1" });
  expect(shown()).toEqual(next);
});

test("a lost acknowledgement of a callback is a timeout to the person, and changes nothing", async () => {
  const { emulator, message, shown } = await withCard(OLD, { card: { type: "raw", data: NEW } });
  emulator.faults.add({ kind: "drop-ack" });
  expect((await emulator.click(message, {})).problem?.code).toBe(200341);
  expect(shown()).toEqual(OLD);
});

test.each(["v1", "v2"] as const)(
  "the token of a callback (%s) changes the card twice within 30 minutes",
  async (version) => {
    const { emulator, message, shown, updateToken, update } = await withCard(OLD, {});
    const token = updateToken(await emulator.click(message, {}, { version }));
    expect((await update(token, { ...NEW, open_ids: ["ou_1"] })).body).toMatchObject({ code: 0 });
    expect(shown()).toEqual(NEW);
    expect((await update(token, NEW)).body.code).toBe(0);
    expect((await update(token, NEW)).body.code).toBe(300040);
  },
);

test("the token ends after 30 minutes", async () => {
  const { emulator, message, updateToken, update } = await withCard(OLD, {});
  const token = updateToken(await emulator.click(message, {}));
  await emulator.advance(30 * 60 * 1000);
  expect((await update(token, NEW)).body.code).toBe(300030);
});

test("what cannot be updated", async () => {
  const { emulator, message, updateToken, update, shown } = await withCard(OLD, {});
  const token = updateToken(await emulator.click(message, {}));
  const other = emulator.addApp();
  const codes = [
    (await update("c-unknown", NEW)).body.code,
    (await update("__proto__", NEW)).body.code,
    (await update(token, NEW, await tenantToken(emulator, other))).body.code,
    (await update(token, LARGE)).body.code,
    (await update(token, {})).body.code,
    (await update(token, "text")).body.code,
    (await update("", NEW)).body.code,
  ];
  expect(codes).toEqual([300020, 300020, 300020, 100000, 200310, 9499, 300020]);
  expect(shown()).toEqual(OLD);
  expect((await update(token, NEW)).body.code).toBe(0);
  expect((await update(token, OLD)).body.code).toBe(200830);
});

test("a token is of no use before its callback was answered", async () => {
  const { emulator, message, updateToken, update } = await withCard(OLD, {}, 500);
  const token = updateToken(await emulator.click(message, {}));
  expect((await update(token, NEW)).body.code).toBe(300090);
});
