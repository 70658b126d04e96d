// Clicks on cards and who gets them: the handler of their definition, or the handlers without one.
import { describe, expect, it, test } from "vitest";
import { button, card, defineCard, form, input, select_img } from "../../../src/card/index.ts";
import { type CardAction, EventDispatcher } from "../../../src/event/index.ts";
import { event2, newCard, oldCard } from "../../support/platform-callbacks.ts";

const expense = defineCard("expense", (id: string) =>
  card([
    button("Approve", { value: { id } }),
    form("reason", [input("comment"), button("Reject", { submit: "reject", value: { id } })]),
    select_img("receipt", [{ img_key: "img_1", value: "first" }]),
  ]),
);
const holiday = defineCard("holiday", () => card([button("Take it", { value: { days: 3 } })]));
const nextExpense = defineCard("expense", () => card([button("Approve", { value: { expense: 1 } })]), { version: 2 });

type Action = Partial<CardAction["action"]>;

const asNew = (action: Action) => {
  const { event } = newCard() as unknown as { event: object };
  return event2("card.action.trigger", { ...event, action: { tag: "button", ...action } });
};
const asOld = (action: Action) => oldCard({ action: { tag: "button", ...action } });

/** A bot that writes down which handler got what. */
function bot() {
  const got: [handler: string, action: unknown][] = [];
  const events = new EventDispatcher({ allowUnverified: true });
  events.onCardAction(expense, (action) => {
    got.push(["expense", action]);
    return { toast: { content: "expense" } };
  });
  events.onCardAction((click) => {
    got.push(["untyped", click.action]);
    return { toast: { content: "untyped" } };
  });
  events.onCardAction(holiday, async (action) => {
    got.push(["holiday", action]);
    return { card: { type: "raw", data: holiday.render() } };
  });
  return { events, got };
}

describe.each([
  ["card.action.trigger", asNew],
  ["the old card callback", asOld],
])("a click by %s", (_, callback) => {
  it.each<[string, Action, string, object]>([
    ["a card", { value: { id: "7", _card: "expense_1" } }, "expense", { value: { id: "7" } }],
    ["another card of the bot", { value: { days: 3, _card: "holiday_1" } }, "holiday", { value: { days: 3 } }],
    [
      "a form",
      { name: "reject__expense_1", value: { id: "7", _card: "expense_1" }, form_value: { comment: "no" } },
      "expense",
      { submit: "reject", value: { id: "7" }, form: { comment: "no" } },
    ],
    [
      "a picture, which comes as a string",
      { tag: "select_img", options: "first", value: { _card: "expense_1~:receipt" } },
      "expense",
      { tag: "select_img", name: "receipt", options: ["first"] },
    ],
    ["a card without a definition", { value: { id: "7" } }, "untyped", { value: { id: "7" } }],
    ["a card whose definition is unknown", { value: { _card: "lunch_1" } }, "untyped", { value: { _card: "lunch_1" } }],
    ["another version of a card", { value: { _card: "expense_2" } }, "untyped", { value: { _card: "expense_2" } }],
    ["a card whose value is a string", { value: "expense_1" }, "untyped", { value: "expense_1" }],
    [
      "a picture of an unknown card, unchanged",
      { tag: "select_img", options: "first" },
      "untyped",
      { options: "first" },
    ],
  ])("on %s goes to one handler", async (_, action, handler, expected) => {
    const { events, got } = bot();
    await events.dispatch(callback(action));
    expect(got).toEqual([[handler, expect.objectContaining(expected)]]);
  });
});

test("each handler has who clicked, where, and the token", async () => {
  const { events, got } = bot();
  await events.dispatch(asOld({ value: { days: 3, _card: "holiday_1" } }));
  expect(got[0]?.[1]).toMatchObject({
    operator: { open_id: "ou_1", user_id: "user-1", tenant_key: "tenant-1" },
    token: "c-update-token",
    context: { open_message_id: "om_1", open_chat_id: "oc_1" },
  });
});

test("the answer of the handler that read the click is the answer, in the shape of its callback", async () => {
  const { events } = bot();
  const data = holiday.render();
  expect(await events.dispatch(asNew({ value: { _card: "expense_1" } }))).toEqual({ toast: { content: "expense" } });
  expect(await events.dispatch(asNew({ value: { _card: "holiday_1" } }))).toEqual({ card: { type: "raw", data } });
  expect(await events.dispatch(asOld({ value: { _card: "holiday_1" } }))).toEqual(data);
  expect(await events.dispatch(asNew({ value: { a: 1 } }))).toEqual({ toast: { content: "untyped" } });
});

test("two versions of a card have a handler each", async () => {
  const events = new EventDispatcher({ allowUnverified: true });
  const got: unknown[] = [];
  events.onCardAction(expense, ({ value }) => void got.push(value));
  events.onCardAction(nextExpense, ({ value }) => void got.push(value));
  await events.dispatch(asNew({ value: { id: "7", _card: "expense_1" } }));
  await events.dispatch(asNew({ value: { expense: 1, _card: "expense_2" } }));
  expect(got).toEqual([{ id: "7" }, { expense: 1 }]);
});

test("a click without an action goes to the handlers without a definition", async () => {
  const { events, got } = bot();
  const { event } = newCard() as unknown as { event: object };
  await events.dispatch(event2("card.action.trigger", { ...event, action: {} }));
  expect(got).toEqual([["untyped", {}]]);
});

test("a handler of the event's name sees every click, also those of definitions", async () => {
  const { events } = bot();
  const seen: unknown[] = [];
  events.on("card.action.trigger", ({ action }) => void seen.push(action.value));
  await events.dispatch(asNew({ value: { id: "7", _card: "expense_1" } }));
  expect(seen).toEqual([{ id: "7", _card: "expense_1" }]);
});

test("what throws in a typed handler is the failure of the click", async () => {
  const events = new EventDispatcher({ allowUnverified: true });
  events.onCardAction(expense, () => {
    throw new Error("no budget");
  });
  await expect(events.dispatch(asNew({ value: { _card: "expense_1" } }))).rejects.toThrow("no budget");
});

test.each<[string, unknown[]]>([
  ["nothing", []],
  ["a definition alone", [expense]],
  ["a definition and no function", [expense, {}]],
  ["a card in place of its definition", [expense.render("7"), () => {}]],
  ["two functions", [() => {}, () => {}]],
])("onCardAction refuses %s", (_, given) => {
  const events = new EventDispatcher({ allowUnverified: true });
  expect(() => (events.onCardAction as (...given: unknown[]) => unknown)(...given)).toThrow(TypeError);
});
