// The place of a fault in the card that was sent.
import { describe, expect, test } from "vitest";
import { LarkApiError } from "../../../src/base/index.ts";
import { checkCard } from "../../../src/card/index.ts";
import { explainError } from "../../../src/explain/index.ts";
import { card as toMessage } from "../../../src/message/index.ts";
import { BROKEN } from "../../support/broken-cards.ts";
import { world } from "../../support/im-world.ts";

const refusal = (platformCode: number, platformMessage = "") =>
  new LarkApiError("refused", {
    code: "LARK_API",
    operation: "im.v1.message.create",
    status: 400,
    platformCode,
    platformMessage,
    category: "refused",
  });
const inCard = (words: string) => refusal(230099, `Failed to create card content, ext=${words}`);

const NOTE = { tag: "note", elements: [] };
const INPUT = { tag: "input", name: "a", colour: "red" };
const CARD = {
  schema: "2.0",
  body: {
    elements: [
      { tag: "markdown", content: "a" },
      { tag: "column_set", columns: [{ tag: "column", elements: [NOTE, INPUT] }] },
    ],
  },
};
const OLD = { elements: [{ tag: "chart", chart_spec: {} }] };
const AT_NOTE =
  "ROOT -> body -> elements -> [1](tag: column_set) -> columns -> [0](tag: column) -> elements -> [0](tag: note)";
const PLACE = { path: "body.elements[1].columns[0].elements[0]", tag: "note", value: NOTE };

describe("ErrPath leads to the component", () => {
  test.each<[string, unknown]>([
    ["an object", CARD],
    ["its JSON", JSON.stringify(CARD)],
    ["a message", toMessage(CARD)],
  ])("of a card that is %s", (_, card) => {
    const error = inCard(`ErrCode: 200861; ErrPath: ${AT_NOTE}; ErrMsg: no longer supported; ErrorValue: note; `);
    expect(explainError(error, { card }).place).toEqual(PLACE);
  });

  test("of JSON 1.0, also at the end of the message", () => {
    const error = inCard(
      "ErrCode: 200550; ErrMsg: chart spec is invalid; ErrPath: ROOT -> elements -> [0](tag: chart)",
    );
    expect(explainError(error, { card: OLD }).place).toEqual({
      path: "elements[0]",
      tag: "chart",
      value: OLD.elements[0],
    });
  });

  test("and with the checker to its property", () => {
    const at = AT_NOTE.replace("[0](tag: note)", "[1](tag: input)");
    const error = inCard(`ErrCode: 200621; ErrPath: ${at}; ErrMsg: parse card json err; `);
    expect(explainError(error, { card: CARD, check: checkCard }).place).toMatchObject({
      path: "body.elements[1].columns[0].elements[1].colour",
      value: "red",
      problem: expect.stringContaining("colour is no property here"),
    });
  });
});

test.each<[string, unknown, unknown]>([
  ["without a card", inCard(`ErrCode: 200861; ErrPath: ${AT_NOTE}; `), undefined],
  ["of another card", inCard(`ErrCode: 200861; ErrPath: ${AT_NOTE}; `), OLD],
  ["whose card is no JSON", inCard(`ErrCode: 200861; ErrPath: ${AT_NOTE}; `), "{"],
  ["without ErrPath", inCard("ErrCode: 11310; ErrMsg: element exceeds the limit; "), CARD],
  ["that is none of the platform's", new Error("no"), CARD],
  ["whose path is hostile", inCard("ErrCode: 200861; ErrPath: ROOT -> __proto__ -> constructor; "), CARD],
])("there is no place for an error %s", (_, error, card) => {
  expect(explainError(error, { card })).not.toHaveProperty("place");
});

test.each<[number, object, string]>([
  [300305, { schema: "2.0", body: { elements: Array(201).fill({ tag: "hr" }) } }, ""],
  [
    300301,
    {
      schema: "2.0",
      body: {
        elements: [
          { tag: "hr", element_id: "a" },
          { tag: "hr", element_id: "a" },
        ],
      },
    },
    "body.elements[1].element_id",
  ],
  [200860, { schema: "2.0", body: { elements: [{ tag: "markdown", content: "x".repeat(31_000) }] } }, ""],
  [300307, { schema: "2.0", body: { elements: [] } }, "body.elements"],
])("CardKit's %i is found by the checker", (code, card, path) => {
  expect(explainError(refusal(code), { card, check: checkCard }).place).toMatchObject({ path });
});

describe("what the emulator refuses is found in the card that was sent", () => {
  const refused = BROKEN.filter(
    ([, card, rule, , , severity]) =>
      severity !== "warning" && !["size", "json", "surrogate"].includes(rule) && !Object.hasOwn(Object(card), "type"),
  );

  test.each(refused)("%s", async (_, card, _rule, path) => {
    const { send, group } = await world();
    const { code, msg } = await send("POST", "im/v1/messages?receive_id_type=chat_id", {
      receive_id: group.chatId,
      msg_type: "interactive",
      content: JSON.stringify(card),
    });
    expect(explainError(refusal(code, msg), { card, check: checkCard }).place?.path).toBe(path);
  });
});
