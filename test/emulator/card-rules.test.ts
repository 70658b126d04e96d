// The emulator refuses what the platform refuses in a card, with its codes and the place as the platform writes it.
import { describe, expect, it, test } from "vitest";
import { createEmulator, type EmulatorOptions } from "../../src/emulator/index.ts";
import { BROKEN } from "../support/broken-cards.ts";
import { world } from "../support/im-world.ts";

/** An emulator, and a function that sends a card to a group. */
async function setup(options: EmulatorOptions = {}) {
  const given = await world(options);
  const post = (card: unknown) =>
    given.send("POST", "im/v1/messages?receive_id_type=chat_id", {
      receive_id: given.group.chatId,
      msg_type: "interactive",
      content: JSON.stringify(card),
    });
  return { ...given, post };
}

const md = (content: string) => ({ tag: "markdown", content });
const cardOf = (...elements: unknown[]) => ({ schema: "2.0", body: { elements } });
const plain = (content: string) => ({ tag: "plain_text", content });

describe("a card that breaks a rule", () => {
  /** Their codes stand elsewhere: of the size, of content that is no JSON object, and of references. */
  const isElsewhere = (card: unknown, rule: string) =>
    ["size", "json", "surrogate"].includes(rule) || Object.hasOwn(Object(card), "type");
  const refused = BROKEN.filter(([, card, rule, , , severity]) => severity !== "warning" && !isElsewhere(card, rule));

  it.each(refused)("is refused with the rule's code: %s", async (_, card, _rule, _path, code) => {
    const { post } = await setup();
    const answer = await post(card);
    expect(answer.code).toBe(230099);
    expect(answer.msg).toContain(`Failed to create card content, ext=ErrCode: ${code}; `);
    expect(answer.msg).not.toMatch(/undefined|\[object/);
  });

  const lenient = BROKEN.filter(([, card, rule, , , severity]) => severity === "warning" && rule !== "empty" && card);

  it.each(lenient)("is taken where the documentation is in dispute or only advises: %s", async (_, card) => {
    const { post } = await setup();
    expect((await post(card)).code).toBe(0);
  });
});

test("a card with an icon that is not in the library is taken, unless the emulator is set to refuse it", async () => {
  const card = cardOf({ ...md("a"), icon: { tag: "standard_icon", token: "chat_outlinde" } });
  expect((await (await setup()).post(card)).code).toBe(0);
  const { post } = await setup({ cardRules: { icon: "refuse" } });
  expect((await post(card)).msg).toContain("ErrCode: 200621; ");
});

const NOTE = { tag: "note", elements: [] };
const inColumn = (element: object) => ({ tag: "column_set", columns: [{ tag: "column", elements: [element] }] });

test.each<[string, unknown, string]>([
  [
    "a component of 1.0",
    cardOf(md("a"), NOTE),
    "ErrCode: 200861; ErrPath: ROOT -> body -> elements -> [1](tag: note); ErrMsg: cards of schema V2 no longer support this capability; ErrorValue: unsupported tag note; ",
  ],
  [
    "one in a column",
    cardOf(inColumn(NOTE)),
    "ErrCode: 200861; ErrPath: ROOT -> body -> elements -> [0](tag: column_set) -> columns -> [0](tag: column) -> elements -> [0](tag: note); ErrMsg: cards of schema V2 no longer support this capability; ErrorValue: unsupported tag note; ",
  ],
  [
    "an unknown property",
    cardOf({ ...md("a"), colour: "red" }),
    "ErrCode: 200621; ErrPath: ROOT -> body -> elements -> [0](tag: markdown); ErrMsg: parse card json err, please check whether the card json is correct; ErrorValue: colour is no property here. Remove the property, or correct its name. (body.elements[0].colour); ",
  ],
  [
    "a component of JSON 1.0",
    { elements: [{ tag: "buton" }] },
    "ErrCode: 200621; ErrPath: ROOT -> elements -> [0](tag: buton); ErrMsg: parse card json err, please check whether the card json is correct; ErrorValue: ",
  ],
  [
    "a chart without a type",
    cardOf({ tag: "chart", chart_spec: { data: [] } }),
    "ErrCode: 200550; ErrPath: ROOT -> body -> elements -> [0](tag: chart); ErrMsg: chart spec is invalid; ErrorValue: ",
  ],
  [
    "too many components, whose place is the card",
    cardOf(...Array.from({ length: 201 }, () => ({ tag: "hr" }))),
    "ErrCode: 11310; ErrMsg: element exceeds the limit; ErrorValue: ; ",
  ],
  [
    "a header without a title",
    { schema: "2.0", header: { template: "blue" }, body: { elements: [md("a")] } },
    "ErrCode: 11310; ErrMsg: ",
  ],
])("the place and the words are the platform's: %s", async (_, card, words) => {
  const { post } = await setup();
  expect((await post(card)).msg).toContain(words);
});

test("a template without an id does not exist", async () => {
  const { post } = await setup();
  expect((await post({ type: "template", data: {} })).msg).toContain(
    "ErrCode: 200380; ErrMsg: template does not exist; ",
  );
});

test.each<[string, unknown]>([
  ["wrapped in an object", { card: cardOf(md("a")) }],
  ["empty", {}],
  ["a text", { text: "hello" }],
  ["without a schema, but with a body", { body: { elements: [md("a")] } }],
])("what is no card at all is refused: %s", async (_, card) => {
  const { post } = await setup();
  const { code, msg } = await post(card);
  expect([code, /ErrCode: (\d+)/.exec(msg)?.[1]]).toEqual([230099, "200621"]);
});

test("CardKit refuses with its own codes, and says the place", async () => {
  const { send } = await setup();
  const create = (card: unknown) => send("POST", "cardkit/v1/cards", { type: "card_json", data: JSON.stringify(card) });
  expect(await create(cardOf(NOTE))).toMatchObject({
    code: 200220,
    msg: expect.stringContaining("ErrPath: ROOT -> body -> elements -> [0](tag: note); ErrMsg: "),
  });
  expect((await create(cardOf(md("![a](https://example.com/a.png)")))).code).toBe(200570);
  expect((await create(cardOf({ ...md("a"), element_id: "a-b" }))).code).toBe(300301);
});

describe("cardRules", () => {
  const tables = cardOf(
    ...Array.from({ length: 4 }, () => ({ tag: "table", columns: [{ name: "a", data_type: "text" }], rows: [] })),
  );

  test("refuse what is in dispute, where a test says so", async () => {
    const { post } = await setup({ cardRules: { "tables-advice": "refuse" } });
    expect((await post(tables)).msg).toContain("ErrCode: 11310; ");
    expect((await (await setup()).post(tables)).code).toBe(0);
  });

  test("accept what is refused, where a test says so", async () => {
    const { post } = await setup({ cardRules: { property: "accept" } });
    expect((await post(cardOf({ ...md("a"), colour: "red" }))).code).toBe(0);
    expect((await post(cardOf(NOTE))).code).toBe(230099);
  });

  test.each([
    [{ tablse: "refuse" }, /tablse is no rule; the rules are json, schema/],
    [{ tables: "warn" }, /tables must be "accept" or "refuse", got "warn"/],
    [{ tables: undefined }, /tables must be "accept" or "refuse"/],
  ])("%j is no rule", (cardRules, message) => {
    expect(() => createEmulator({ cardRules: cardRules as never })).toThrow(TypeError);
    expect(() => createEmulator({ cardRules: cardRules as never })).toThrow(message);
  });
});

test("a click's answer and a later update are checked, too", async () => {
  const { emulator, post, send, group } = await setup({ app: { encryptKey: "" } });
  const button = { tag: "button", text: plain("Go"), behaviors: [{ type: "callback", value: {} }] };
  const { message_id } = (await post(cardOf(button))).data;
  await emulator.connect(async (request) => {
    const body = (await request.json()) as { challenge?: string };
    return Response.json(body.challenge ? body : { card: { type: "raw", data: cardOf(NOTE) } });
  });
  const delivery = await emulator.press(message_id, "Go", { user: group.users[0] });
  expect(delivery.problem?.code).toBe(200673);
  expect(delivery.problem?.message).toContain("ErrPath: ROOT -> body -> elements -> [0](tag: note)");
  expect((await send("PATCH", `im/v1/messages/${message_id}`, { content: JSON.stringify(cardOf(NOTE)) })).code).toBe(
    230099,
  );
});
