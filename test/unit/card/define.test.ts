import { describe, expect, it } from "vitest";
import type { CardAction } from "../../../src/callback/index.ts";
import {
  button,
  card,
  checkCard,
  checker,
  column,
  column_set,
  date_picker,
  defineCard,
  form,
  input,
  interactive_container,
  markdown,
  multi_select_static,
  overflow,
  select_img,
  select_static,
} from "../../../src/card/index.ts";

const expense = defineCard("expense", ({ id }: { id: string }) =>
  card([
    markdown("42 €"),
    button("Later", { value: { kind: "later", id } }),
    form("approval", [
      input("comment", { required: true }),
      select_img("receipt", [{ img_key: "a", value: "a" }], { multi_select: true }),
      column_set([
        column([button("Approve", { submit: "approve", value: { id } })]),
        column([button("Reject", { submit: "reject" })]),
      ]),
    ]),
    select_static("priority", [{ text: "High", value: "high" }]),
    overflow([{ text: "More", value: "more" }], { value: { kind: "menu" } }),
  ]),
);

const click = (action: Partial<CardAction["action"]>): CardAction => ({
  operator: { open_id: "ou_1" },
  token: "c-1",
  context: { open_message_id: "om_1" },
  action: { tag: "button", ...action },
});

describe("a defined card", () => {
  it("stamps every callback, and of the buttons of a form the name as well", () => {
    const elements = JSON.parse(JSON.stringify(expense.render({ id: "7" }))).body.elements;
    const stamp = { _card: "expense_1" };
    expect(elements[1].behaviors).toEqual([{ type: "callback", value: { kind: "later", id: "7", ...stamp } }]);
    const [comment, receipt, buttons] = elements[2].elements;
    expect(comment).toEqual({ tag: "input", name: "comment", required: true });
    expect(receipt).not.toHaveProperty("behaviors");
    expect(buttons.columns[0].elements[0]).toMatchObject({
      name: "approve__expense_1",
      behaviors: [{ value: { id: "7", ...stamp } }],
    });
    expect(buttons.columns[1].elements[0]).toMatchObject({ name: "reject__expense_1" });
    expect(buttons.columns[1].elements[0]).not.toHaveProperty("behaviors");
    expect(elements[3].behaviors).toEqual([{ type: "callback", value: { _card: "expense_1~:priority" } }]);
    expect(elements[4].behaviors).toEqual([{ type: "callback", value: { kind: "menu", ...stamp } }]);
    expect(checkCard(expense.render({ id: "7" }))).toEqual([]);
  });

  it("stamps what is in containers and beside a checker, and nothing that only opens a link", () => {
    const definition = defineCard("tasks", () =>
      card([
        interactive_container([button("Open", { href: "https://example.com" })], { value: { a: 1 } }),
        checker("done", "Milk", { button_area: { buttons: [button("x", { value: { b: 2 } })] } }),
        checker("ticked", "Bread", { value: { c: 3 } }),
      ]),
    );
    const [box, plain, ticked] = JSON.parse(JSON.stringify(definition.render())).body.elements;
    expect(box.behaviors[0].value).toEqual({ a: 1, _card: "tasks_1" });
    expect(box.elements[0].behaviors).toEqual([{ type: "open_url", default_url: "https://example.com" }]);
    expect(plain).not.toHaveProperty("behaviors");
    expect(plain.button_area.buttons[0].behaviors[0].value).toEqual({ b: 2, _card: "tasks_1" });
    expect(ticked.behaviors[0].value).toEqual({ c: 3, _card: "tasks_1:ticked" });
  });

  it("leaves charts, rows and the author's own objects alone", () => {
    const spec = { type: "bar", elements: [{ tag: "button", behaviors: [{ type: "callback", value: {} }] }] };
    const value = { id: "1" };
    const raw = {
      schema: "2.0" as const,
      body: { elements: [{ tag: "chart", chart_spec: spec }, button("a", { value })] },
    };
    const rendered = defineCard("raw", () => raw as never).render();
    expect(JSON.parse(JSON.stringify(rendered)).body.elements[0].chart_spec).toEqual(spec);
    expect(value).toEqual({ id: "1" });
    expect(JSON.stringify(raw)).not.toContain("_card");
  });

  it.each<[string, Partial<CardAction["action"]>, object]>([
    [
      "a button",
      { value: { kind: "later", id: "7", _card: "expense_1" } },
      { tag: "button", value: { kind: "later", id: "7" } },
    ],
    [
      "a submit button",
      { name: "approve__expense_1", value: { id: "7", _card: "expense_1" }, form_value: { comment: "ok" } },
      { submit: "approve", value: { id: "7" }, form: { comment: "ok" } },
    ],
    [
      "a submit button whose value the client left out",
      { name: "reject__expense_1", form_value: { comment: "no" } },
      { submit: "reject", value: undefined, form: { comment: "no" } },
    ],
    [
      "a select outside of a form",
      { tag: "select_static", option: "high", value: { _card: "expense_1~:priority" } },
      { tag: "select_static", name: "priority", option: "high", value: undefined },
    ],
    ["an empty value of the author's", { value: { _card: "expense_1" } }, { value: {} }],
    [
      "a picture, whose choice comes as a string",
      { tag: "select_img", options: "a" as never, value: { _card: "expense_1~:receipt" } },
      { options: ["a"] },
    ],
  ])("reads a click on %s", (_, action, expected) => {
    expect(expense.read(click(action))).toMatchObject({
      operator: { open_id: "ou_1" },
      token: "c-1",
      context: { open_message_id: "om_1" },
      ...expected,
    });
  });

  it.each<[string, Partial<CardAction["action"]>]>([
    ["without a stamp", { value: { kind: "later" } }],
    ["without a value", {}],
    ["on another card", { value: { _card: "holiday_1" } }],
    ["on another card whose name ends the same", { value: { _card: "travel_expense_1" } }],
    ["on another version", { value: { _card: "expense_2" } }],
    ["on another version of the form", { name: "approve__expense_2", form_value: {} }],
    ["whose value is a string", { value: "expense_1" }],
    ["whose stamp is no text", { value: { _card: 1 } }],
    ["whose stamp is inherited", { value: Object.create({ _card: "expense_1" }) }],
    ["whose value and name are of different cards", { name: "approve__expense_1", value: { _card: "holiday_1" } }],
    ["whose name is no text", { name: 1 as never }],
    ["whose stamp has more behind it", { value: { _card: "expense_1\n" } }],
  ])("leaves a click %s to others", (_, action) => {
    expect(expense.read(click(action))).toBeUndefined();
  });

  it("reads its own version, and not one from before", () => {
    const next = defineCard("expense", () => card([button("a", { value: { b: 1 } })]), { version: 2 });
    expect(JSON.stringify(next.render())).toContain('"_card":"expense_2"');
    expect(next.read(click({ value: { _card: "expense_2" } }))).toBeDefined();
    expect(next.read(click({ value: { _card: "expense_1" } }))).toBeUndefined();
  });

  it.each<[string, () => unknown, RegExp]>([
    ["an id with a hyphen", () => defineCard("my-card", () => card([])), /id must be letters/],
    ["an id with two underscores in a row", () => defineCard("a__b", () => card([])), /id must be letters/],
    ["an id that ends with an underscore", () => defineCard("a_", () => card([])), /id must be letters/],
    ["an empty id", () => defineCard("", () => card([])), /id must be letters/],
    ["no id", () => defineCard(undefined as never, () => card([])), /id must be letters/],
    [
      "a version of nothing",
      () => defineCard("a", () => card([]), { version: 0 }),
      /version must be a whole number from 1/,
    ],
    ["a fraction as version", () => defineCard("a", () => card([]), { version: 1.5 }), /version must be/],
    [
      "something else than a card",
      () => defineCard("a", () => markdown("x")).render(),
      /a must render a card of JSON 2.0/,
    ],
    ["nothing", () => defineCard("a", () => undefined as never).render(), /a must render a card/],
    [
      "a string as value",
      () => defineCard("a", () => card([button("x", { behaviors: [{ type: "callback", value: "x" }] })])).render(),
      /must be an object, since a string has no room/,
    ],
    [
      "the reserved key in a value",
      () => defineCard("a", () => card([button("x", { value: { _card: "b" } })])).render(),
      /_card is reserved/,
    ],
    [
      "a multiple choice outside of a form",
      () => defineCard("a", () => card([column_set([column([multi_select_static("tags", []) as never])])])).render(),
      /multi_select_static tags stands outside of a form/,
    ],
  ])("refuses %s", (_, make, message) => {
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });

  it("lets pickers outside of a form keep a value of their own", () => {
    const definition = defineCard("day", () => card([date_picker("day", { value: { of: "birth" } })]));
    expect(JSON.stringify(definition.render())).toContain('{"of":"birth","_card":"day_1:day"}');
    const action = definition.read(
      click({ tag: "date_picker", option: "2026-01-02 +0800", value: { of: "birth", _card: "day_1:day" } }),
    );
    expect(action).toMatchObject({ name: "day", option: "2026-01-02 +0800", value: { of: "birth" } });
  });
});
