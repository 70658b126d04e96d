import { describe, expect, test } from "vitest";
import type { EmulatorOptions } from "../../../src/emulator/index.ts";
import { type World, world } from "../../support/im-world.ts";

const START = 1_700_000_000_000;
const MINUTE = 60_000;
const CARDS = "cardkit/v1/cards";

const md = (element_id: string, content = "…") => ({ tag: "markdown", element_id, content });
const cardOf = (elements: unknown[], config: Record<string, unknown> = {}) => ({
  schema: "2.0",
  config,
  body: { elements },
});
const streaming = { streaming_mode: true };

async function make({ send }: World, card: unknown) {
  const answer = await send("POST", CARDS, { type: "card_json", data: JSON.stringify(card) });
  return answer.data?.card_id ?? answer.code;
}

/** A card that is shown in the group. */
async function shown(card: unknown = cardOf([md("text")], streaming), options: EmulatorOptions = {}) {
  const clock = { now: START };
  const given = await world({ now: () => clock.now, ...options });
  const id: string = await make(given, card);
  const message = await given.post("interactive", { type: "card", data: { card_id: id } });
  const at = async (method: string, path: string, body: unknown) =>
    (await (await given.as(given.emulator.app))(method, `${CARDS}/${id}${path}`, body)).code;
  const stream = (content: string, sequence: number, element = "text") =>
    at("PUT", `/elements/${element}/content`, { content, sequence });
  const card_ = () => JSON.parse(given.emulator.messages(given.group)[0]?.content ?? "{}");
  return { ...given, clock, id, message, at, stream, current: card_ };
}

test("a card streams into the message that shows it", async () => {
  const { emulator, group, id, message, stream, at, current, send } = await shown();
  const told: string[] = [];
  emulator.changes.listen((change) => {
    if (change.type === "message-changed") {
      told.push(change.message.text);
    }
  });
  expect(emulator.messages(group)[0]).toMatchObject({ card_id: id, text: "…", msg_type: "interactive" });
  expect([await stream("Hel", 1), await stream("Hello", 5)]).toEqual([0, 0]);
  expect(told).toEqual(["Hel", "Hello"]);
  expect(current().body.elements[0].content).toBe("Hello");
  const settings = JSON.stringify({ config: { streaming_mode: false, summary: { content: "Done" } } });
  expect(await at("PATCH", "/settings", { settings, sequence: 6 })).toBe(0);
  expect(current().config).toEqual({ streaming_mode: false, summary: { content: "Done" } });
  expect(await stream("Hello!", 7)).toBe(300309);
  expect((await send("POST", `${CARDS}/id_convert`, { message_id: message.message_id })).data.card_id).toBe(id);
});

test("a sequence has to grow, whatever the operation", async () => {
  const { stream, at, current } = await shown();
  expect([await stream("a", 0), await stream("a", -1), await stream("a", 2 ** 31)]).toEqual([300317, 300317, 10002]);
  expect([await stream("a", 3), await stream("b", 3), await stream("b", 2)]).toEqual([0, 300317, 300317]);
  expect(await at("DELETE", "/elements/text", { sequence: 1 })).toBe(300317);
  // What is refused uses up nothing.
  expect([await stream("b", 4, "nobody"), await stream("b", 4)]).toEqual([300313, 0]);
  expect(current().body.elements[0].content).toBe("b");
});

test("a uuid changes once", async () => {
  const { at, current } = await shown();
  const put = (content: string, sequence: number) =>
    at("PUT", "/elements/text/content", { content, sequence, uuid: "u" });
  expect([await put("a", 1), await put("a", 2), await put("b", 3)]).toEqual([0, 0, 200770]);
  expect(await at("PUT", "/elements/text/content", { content: "c", sequence: 2 })).toBe(0);
  expect(current().body.elements[0].content).toBe("c");
});

test("streaming ends after ten minutes, and can begin again", async () => {
  const { stream, at, clock } = await shown();
  clock.now += 10 * MINUTE;
  expect(await stream("a", 1)).toBe(0);
  clock.now += 1;
  expect([await stream("b", 2), await stream("b", 2)]).toEqual([200850, 300309]);
  const settings = JSON.stringify({ config: streaming });
  expect(await at("PATCH", "/settings", { settings, sequence: 2 })).toBe(0);
  clock.now += 10 * MINUTE;
  expect(await stream("b", 3)).toBe(0);
  clock.now += 1;
  const elements = JSON.stringify([{ tag: "hr" }]);
  expect(await at("POST", "/elements", { type: "append", elements, sequence: 4 })).toBe(200510);
  expect(await at("POST", "/elements", { type: "append", elements, sequence: 4 })).toBe(0);
});

describe("components", () => {
  const panel = {
    tag: "collapsible_panel",
    header: { title: { tag: "plain_text", content: "More" } },
    element_id: "panel",
    elements: [md("inner")],
  };

  test("are added, replaced, changed and deleted", async () => {
    const { at, current } = await shown(cardOf([md("a"), panel]));
    const ids = () => current().body.elements.map((element: { element_id: string }) => element.element_id);
    const add = (type: string, target: string | undefined, id: string, sequence: number) =>
      at("POST", "/elements", {
        type,
        ...(target === undefined ? {} : { target_element_id: target }),
        elements: JSON.stringify([md(id)]),
        sequence,
      });
    expect(await add("insert_before", "a", "b", 1)).toBe(0);
    expect(await add("insert_after", "a", "c", 2)).toBe(0);
    expect(await add("append", undefined, "d", 3)).toBe(0);
    expect(await add("append", "panel", "e", 4)).toBe(0);
    expect(await add("insert_before", "inner", "f", 5)).toBe(0);
    expect(ids()).toEqual(["b", "a", "c", "panel", "d"]);
    const inside = current().body.elements[3].elements.map((element: { element_id: string }) => element.element_id);
    expect(inside).toEqual(["f", "inner", "e"]);
    const element = JSON.stringify({ tag: "hr", element_id: "h" });
    expect(await at("PUT", "/elements/b", { element, sequence: 6 })).toBe(0);
    const partial_element = JSON.stringify({ content: "changed", text_align: "center" });
    expect(await at("PATCH", "/elements/inner", { partial_element, sequence: 7 })).toBe(0);
    expect(await at("DELETE", "/elements/c", { sequence: 8 })).toBe(0);
    expect(ids()).toEqual(["h", "a", "panel", "d"]);
    expect(current().body.elements[2].elements[1]).toEqual({ ...md("inner", "changed"), text_align: "center" });
  });

  test("change together or not at all", async () => {
    const { at, current } = await shown(cardOf([md("a"), panel]));
    const before = current();
    const actions = [
      { action: "partial_update_setting", params: { settings: { config: { summary: { content: "S" } } } } },
      { action: "add_elements", params: { type: "append", elements: [md("z")] } },
      { action: "update_element", params: { element_id: "a", element: md("a", "new") } },
      { action: "partial_update_element", params: { element_id: "inner", partial_element: { content: "in" } } },
      { action: "delete_elements", params: { element_ids: ["z"] } },
    ];
    const batch = (list: unknown, sequence: number) =>
      at("POST", "/batch_update", { actions: JSON.stringify(list), sequence });
    const wrong = { action: "delete_elements", params: { element_ids: ["nobody"] } };
    expect(await batch([...actions, wrong], 1)).toBe(300314);
    expect(current()).toEqual(before);
    expect(await batch(actions, 1)).toBe(0);
    expect(current()).toEqual(
      cardOf([md("a", "new"), { ...panel, elements: [md("inner", "in")] }], { summary: { content: "S" } }),
    );
    expect(await batch([{ action: "__proto__" }], 2)).toBe(10002);
    expect(await batch({}, 2)).toBe(200220);
    expect(await batch([{ action: "partial_update_setting", params: {} }], 2)).toBe(300122);
  });

  test.each([
    ["POST", "/elements", { type: "insert_after", elements: "[]" }, 300315],
    ["POST", "/elements", { type: "append", target_element_id: "x", elements: "[]" }, 300315],
    ["POST", "/elements", { type: "append", target_element_id: "a", elements: '[{"tag":"hr"}]' }, 300315],
    ["POST", "/elements", { type: "append", elements: "[{}]" }, 300315],
    ["POST", "/elements", { type: "append", elements: "{}" }, 200220],
    ["POST", "/elements", { type: "middle", elements: "[]" }, 99992402],
    ["POST", "/elements", { type: "append", elements: '[{"tag":"hr","element_id":"a"}]' }, 300301],
    ["PUT", "/elements/x", { element: '{"tag":"hr"}' }, 300121],
    ["PUT", "/elements/a", { element: "{}" }, 300121],
    ["PUT", "/elements/a", { element: "x" }, 200220],
    ["PATCH", "/elements/x", { partial_element: "{}" }, 300313],
    ["PATCH", "/elements/a", { partial_element: '{"tag":"hr"}' }, 300312],
    ["DELETE", "/elements/x", {}, 300314],
    ["DELETE", "/elements/panel", {}, 0],
    ["PUT", "/elements/panel/content", { content: "x" }, 300310],
    ["PUT", "/elements/a/content", { content: "" }, 99992402],
    ["PUT", "/elements/a/content", { content: "x".repeat(30 * 1024) }, 200860],
    ["PATCH", "/settings", { settings: '{"body":{}}' }, 300122],
    ["PATCH", "/settings", { settings: '{"config":{"update_multi":false}}' }, 300302],
    ["PUT", "", { card: { type: "card_json", data: "{}" } }, 300303],
    ["PUT", "", { card: { type: "template", data: "{}" } }, 99992402],
  ])("%s %s %j is %i", async (method, path, body, code) => {
    const { at, current } = await shown(cardOf([md("a"), panel], streaming));
    const before = current();
    expect(await at(method, path, { ...body, sequence: 1 })).toBe(code);
    if (code !== 0) {
      expect(current()).toEqual(before);
    }
  });

  test("the last one cannot be deleted", async () => {
    const { at } = await shown(cardOf([md("a")]));
    expect(await at("DELETE", "/elements/a", { sequence: 1 })).toBe(300307);
  });
});

test("a whole card takes the place of another", async () => {
  const { at, current, stream } = await shown();
  const next = cardOf([md("other", "new")]);
  expect(await at("PUT", "", { card: { type: "card_json", data: JSON.stringify(next) }, sequence: 1 })).toBe(0);
  expect(current()).toEqual(next);
  expect(await stream("x", 2, "other")).toBe(300309);
});

describe("an entity", () => {
  test.each([
    ["JSON 1.0", { elements: [{ tag: "hr" }] }, 300303],
    ["no components", cardOf([]), 300307],
    ["one that is not shared", cardOf([md("a")], { update_multi: false }), 300302],
    ["the same id twice", cardOf([md("a"), md("a")]), 300301],
    ["an id that is none", cardOf([md("a-b")]), 300301],
    ["201 components", cardOf(Array.from({ length: 201 }, () => ({ tag: "hr" }))), 300305],
    ["more than 30 KB", cardOf([md("a", "x".repeat(30 * 1024))]), 200860],
    ["what 2.0 has no more", cardOf([{ tag: "note", elements: [] }]), 200220],
    ["a list", [], 200220],
  ])("is not made of %s", async (_, card, code) => {
    expect(await make(await world(), card)).toBe(code);
  });

  test("is not made of another type or of text that is no JSON", async () => {
    const { send } = await world();
    expect((await send("POST", CARDS, { type: "card", data: "{}" })).code).toBe(10002);
    expect((await send("POST", CARDS, { type: "card_json", data: "{" })).code).toBe(200220);
    expect((await send("POST", CARDS, { type: "card_json" })).code).toBe(99992402);
  });

  test("comes from a template", async () => {
    const given = await world();
    const data = JSON.stringify({ template_id: "AAq9", template_variable: { name: "Ada" } });
    const { card_id } = (await given.send("POST", CARDS, { type: "template", data })).data;
    await given.post("interactive", { type: "card", data: { card_id } });
    expect(given.emulator.messages(given.group)[0]?.text).toBe("Template AAq9\n**name**: Ada");
  });

  test("is sent once, by its own app, and lives 14 days", async () => {
    const { send, as, emulator, group, id, clock, post, message } = await shown();
    expect((await post("interactive", { type: "card", data: { card_id: id } })).code).toBe(230099);
    const other = emulator.addApp();
    await emulator.addBot(group, other);
    const body = { sequence: 1, content: "x" };
    expect((await (await as(other))("PUT", `${CARDS}/${id}/elements/text/content`, body)).code).toBe(300311);
    expect((await send("PUT", `${CARDS}/7/elements/text/content`, body)).code).toBe(200740);
    const text = await post("text", { text: "x" });
    expect((await send("POST", `${CARDS}/id_convert`, { message_id: text.message_id })).code).toBe(230001);
    const forward = { receive_id: group.chatId };
    const path = `im/v1/messages/${message.message_id}/forward?receive_id_type=chat_id`;
    expect((await send("POST", path, forward)).code).toBe(230054);
    clock.now += 14 * 24 * 60 * MINUTE + 1;
    const later = await as(emulator.app);
    expect((await later("PUT", `${CARDS}/${id}/elements/text/content`, body)).code).toBe(200750);
  });
});

test.each([
  ["uuid", 0],
  ["sequence", 300317],
] as const)("a call that comes again is judged by its %s first", async (cardkitCheck, code) => {
  const { at, current } = await shown(undefined, { cardkitCheck });
  const put = (content: string, sequence: number) =>
    at("PUT", "/elements/text/content", { content, sequence, uuid: "u" });
  expect([await put("a", 1), await put("a", 1), await put("b", 2)]).toEqual([0, code, 200770]);
  expect(current().body.elements[0].content).toBe("a");
});

test("a card cannot change while a callback of it has no answer, and its answer changes no streaming card", async () => {
  const { emulator, message, stream, current } = await shown(undefined, { app: { encryptKey: "" } });
  const during: number[] = [];
  await emulator.connect(async (request) => {
    const { type, challenge } = await request.json();
    if (type === "url_verification") {
      return Response.json({ challenge });
    }
    during.push(await stream("a", 1));
    return Response.json({ card: { type: "raw", data: cardOf([md("text", "answer")]) } });
  });
  expect((await emulator.click(message.message_id, { go: 1 })).problem).toBeUndefined();
  expect(during).toEqual([200810]);
  expect(current().body.elements[0].content).toBe("…");
  expect(await stream("a", 1)).toBe(0);
});

test("a recalled message does not change", async () => {
  const { emulator, group, message, send, stream } = await shown();
  await send("DELETE", `im/v1/messages/${message.message_id}`);
  expect(await stream("a", 1)).toBe(0);
  expect(emulator.messages(group)[0]).toMatchObject({ deleted: true, text: "…" });
});

test("an action that is an object is refused, and no failure", async () => {
  const { at } = await shown();
  const actions = JSON.stringify([{ action: { toString: 1, valueOf: 1 }, params: {} }]);
  expect(await at("POST", "/batch_update", { actions, sequence: 1 })).toBe(10002);
});
