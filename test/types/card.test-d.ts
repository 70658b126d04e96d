// Lines under `@ts-expect-error` must not compile; everything else must. Never run.

import {
  button,
  type Card,
  type CardV1,
  card,
  checkCard,
  checker,
  collapsible_panel,
  column,
  column_set,
  date_picker,
  defineCard,
  fitCard,
  form,
  hr,
  img,
  input,
  interactive_container,
  markdown,
  multi_select_person,
  multi_select_static,
  type Node,
  overflow,
  select_img,
  select_static,
  table,
} from "../../src/card/index.ts";
import type { CardAction, EventContext, EventDispatcher } from "../../src/event/index.ts";
import { updateLater } from "../../src/send/index.ts";
import { same } from "./expect.ts";

declare const click: Parameters<typeof expense.read>[0];

interface Expense {
  id: string;
  amount: number;
  isAdmin: boolean;
  tags: readonly string[];
}

type Loose = Record<string, string | string[] | boolean | undefined>;

// Values, fields and the pressed button come back through nesting, conditions and functions.
const footer = (id: string) => [
  column([button("Approve", { submit: "approve", type: "primary", value: { id } })]),
  column([button("Reject", { submit: "reject" })]),
];

const expense = defineCard("expense", ({ id, amount, isAdmin, tags }: Expense) =>
  card(
    [
      markdown(`**${amount} €**`),
      hr(),
      isAdmin && button("Delete", { type: "danger", value: { kind: "delete", id } }),
      amount > 100 ? button("Ask the boss", { value: { kind: "ask", amount } }) : null,
      ...(isAdmin ? [button("Log", { value: { kind: "log" } })] : []),
      form("approval", [
        input("comment", { required: true, placeholder: "Why?" }),
        select_static("cost_center", [{ text: "IT", value: "it" }]),
        multi_select_static(
          "tags",
          tags.map((tag) => ({ text: tag, value: tag })),
        ),
        multi_select_person("copies", { required: true }),
        checker("billable", "Billable"),
        select_img("receipt", [{ img_key: "img_1", value: "a" }]),
        select_img("receipts", [{ img_key: "img_1", value: "a" }], { multi_select: true }),
        date_picker("day", { required: Math.random() > 1 }),
        column_set(footer(id)),
      ]),
    ],
    { header: { title: "Expense", template: "blue" } },
  ),
);

const action = expense.read(click);
if (action?.submit === "approve") {
  same<typeof action.value, { readonly id: string }>();
  same<
    typeof action.form,
    {
      comment: string;
      cost_center: string | undefined;
      tags: string[] | undefined;
      copies: string[];
      billable: boolean | undefined;
      receipt: string | undefined;
      receipts: string[] | undefined;
      day: string | undefined;
    }
  >();
  same<typeof action.operator.open_id, string>();
  same<typeof action.token, string>();
  // @ts-expect-error no such field
  action.form.nope;
} else if (action?.submit === "reject") {
  same<typeof action.value, undefined>();
  same<typeof action.form.comment, string>();
} else if (action?.value.kind === "delete") {
  same<typeof action.value.id, string>();
  same<typeof action.form, undefined>();
} else if (action) {
  same<typeof action.value.kind, "ask" | "log">();
}

// Every part of a list of components counts.
const rows = defineCard("rows", (names: readonly ("a" | "b")[]) =>
  card([form("f", [...names.map((name) => input(name)), button("Send", { submit: "send" })])]),
);
const sent = rows.read(click);
if (sent) {
  same<typeof sent.form, { a: string | undefined; b: string | undefined }>();
}

// Two forms in a card: the button says which fields came.
const two = defineCard("two", () =>
  card([
    form("one", [input("first"), button("1", { submit: "one" })]),
    form("other", [input("second", { required: true }), button("2", { submit: "other" })]),
  ]),
);
const either = two.read(click);
if (either?.submit === "other") {
  same<typeof either.form, { second: string }>();
} else if (either) {
  same<typeof either.form, { first: string | undefined }>();
}

// Cards of a condition: the clicks of both.
const state = defineCard("state", (isOpen: boolean) =>
  isOpen ? card([button("Close", { value: { to: "closed" } })]) : card([button("Open", { value: { to: "open" } })]),
);
const moved = state.read(click);
if (moved) {
  same<typeof moved.value.to, "closed" | "open">();
}

// Outside of a form a field brings its own value back.
const outside = defineCard("outside", () =>
  card([
    select_static("priority", [{ text: "High", value: "high" }]),
    column_set([column([date_picker("day", { value: { of: "birth" } })])]),
    overflow([{ text: "More", value: "more" }]),
    checker("done", "Milk", { value: { task: 1 } }),
    checker("not_sent", "Bread"),
    interactive_container([markdown("a")], { value: { box: 1 } }),
  ]),
);
const changed = outside.read(click);
if (changed?.tag === "select_static") {
  same<typeof changed.option, string>();
  same<typeof changed.name, "priority">();
} else if (changed?.tag === "date_picker") {
  same<typeof changed.value, { readonly of: "birth" }>();
} else if (changed?.tag === "checker") {
  same<typeof changed.checked, boolean>();
  same<typeof changed.name, "done">();
} else if (changed) {
  same<typeof changed.tag, "overflow" | "interactive_container">();
}

// Names that are not literals, and children typed wide, make the form loose.
const loose = defineCard("loose", (name: string) =>
  card([form("f", [input(name), input("a"), button("Send", { submit: "send" })])]),
);
const any = loose.read(click);
if (any) {
  same<typeof any.form, Loose>();
}
const wide = defineCard("wide", (part: ReturnType<typeof input>) =>
  card([form("f", [part, button("Send", { submit: "send" })])]),
);
const anything = wide.read(click);
if (anything) {
  same<typeof anything.form, Loose>();
}
declare const nodes: readonly (Node & { tag: "markdown" })[];
const widest = defineCard("widest", () => card([form("f", [...nodes, button("Send", { submit: "send" })])]));
const whatever = widest.read(click);
if (whatever?.submit) {
  same<typeof whatever.form, Loose | undefined>();
}

// A definition renders with what its function takes.
same<Parameters<typeof expense.render>, [data: Expense]>();
same<Parameters<typeof outside.render>, []>();
const rendered: Card = outside.render();
checkCard(rendered);

// @ts-expect-error a table stands at the root of a card only
form("f", [table([], [])]);
// @ts-expect-error a form, too
column([form("g", [])]);
// @ts-expect-error a column_set holds columns
column_set([markdown("a")]);
// @ts-expect-error a column stands in a column_set
card([column([])]);
// @ts-expect-error no such type of button
button("a", { type: "prime" });
// @ts-expect-error JSON 2.0 refuses properties that it does not know
button("a", { colour: "red" });
// @ts-expect-error so it does deeper down
button("a", { confirm: { title: "a", text: "b", ok: "c" } });
// @ts-expect-error a value is an object: a string has no room for a stamp
button("a", { value: "approve" });
// @ts-expect-error a picture needs a text for those who do not see it
img("img_1", {});
// @ts-expect-error and the properties with it
img("img_1");
// @ts-expect-error a panel needs a header
collapsible_panel([], {});
// @ts-expect-error a multiple choice stands in a form
card([multi_select_static("tags", [])]);
// @ts-expect-error also when a column is around it
card([column_set([column([multi_select_person("copies")])])]);
// @ts-expect-error several pictures are a choice of a form
card([select_img("pictures", [], { multi_select: true })]);
// @ts-expect-error a width has a unit
button("a", { width: "120" });
// @ts-expect-error a card is not a component
card([card([])]);
// @ts-expect-error a definition's function takes one thing
expense.render();
// @ts-expect-error and this one nothing
outside.render(1);
// @ts-expect-error a header needs a title
card([], { header: { template: "blue" } });

// Plain JSON is a card, too, and is checked as closely.
const json: Card = {
  schema: "2.0",
  body: { elements: [{ tag: "button", text: { tag: "plain_text", content: "a" }, type: "primary", width: "fill" }] },
};
// @ts-expect-error a form holds no table
const wrong: Card = { schema: "2.0", body: { elements: [{ tag: "form", name: "f", elements: [{ tag: "table" }] }] } };
same<typeof json, Card>();
same<typeof wrong, Card>();

// What may be left out may be `undefined`, too.
declare const maybe: {
  text: string | undefined;
  isOn: boolean | undefined;
  value: { id: string } | undefined;
  icon: { tag: "standard_icon"; token: "add_outlined"; color: "blue" | undefined } | undefined;
};
const partly = defineCard("partly", () =>
  card(
    [
      markdown("a", { margin: maybe.text, icon: maybe.icon, i18n_content: { en_us: maybe.text, zh_cn: undefined } }),
      button("a", { href: maybe.text, icon: maybe.icon, confirm: undefined, behaviors: undefined, size: undefined }),
      button("b", { value: maybe.value, submit: undefined, disabled: maybe.isOn }),
      img("img_1", { alt: "a", title: maybe.text, preview: maybe.isOn }),
      form(
        "f",
        [
          input("one", { required: maybe.isOn, placeholder: maybe.text }),
          select_img("two", [{ img_key: "img_1", value: "a" }], { multi_select: maybe.isOn, required: undefined }),
          button("Send", { submit: "send", value: maybe.value, type: undefined }),
        ],
        { element_id: maybe.text },
      ),
      table([{ name: "a", display_name: maybe.text, data_type: "text", width: undefined }], [], {
        page_size: undefined,
      }),
      checker("done", maybe.text ?? "", { button_area: { buttons: undefined, pc_display_rule: undefined } }),
    ],
    {
      header: { title: "a", subtitle: maybe.text, text_tag_list: undefined },
      config: { summary: { content: maybe.text }, enable_forward: maybe.isOn },
      card_link: { url: maybe.text },
      body: undefined,
    },
  ),
);
const part = partly.read(click);
if (part?.submit === "send") {
  same<typeof part.form.one, string | undefined>();
  same<typeof part.form.two, string | string[] | undefined>();
}
const empty: Card = {
  schema: "2.0",
  config: undefined,
  header: undefined,
  body: { direction: undefined, elements: [{ tag: "hr", margin: undefined }] },
};
const old: CardV1 = { header: undefined, config: { wide_screen_mode: undefined }, elements: [{ tag: "hr" }] };
checkCard([empty, old]);

// A card of JSON 1.0, as old bots send it: texts by language and with links by platform, remarks, panels, two ways to submit.
const said = { tag: "plain_text", i18n_content: { en_us: "Hello", zh_cn: "你好" } } as const;
const links = { url: "https://example.com", pc_url: "https://example.com/pc" };
const oldest: CardV1 = {
  open_ids: ["ou_1"],
  config: { style: { text_size: { large: { pc: "heading" } }, color: { brand: { light_mode: "rgba(1,2,3,1)" } } } },
  header: { title: said, subtitle: { tag: "lark_md", i18n: { en_us: "Now" } }, ud_icon: { token: "chat_outlined" } },
  i18n_header: { ja_jp: { title: { tag: "plain_text", content: "Hello" } } },
  i18n_elements: { ja_jp: [{ tag: "hr" }] },
  fallback: {
    trigger_conditions: [
      { type: "min_client_version", value: "7.4" },
      { type: "element_tags", value: ["table"] },
    ],
  },
  elements: [
    {
      tag: "div",
      text: {
        tag: "plain_text",
        content: "a",
        text_size: "large",
        text_color: "brand",
        text_align: "center",
        lines: 2,
      },
      fields: [{ is_short: true, text: { tag: "lark_md", content: "[b]($b)", href: { b: links } } }],
      extra: { tag: "overflow", options: [{ text: said, value: "c" }, { url: "https://example.com" }] },
    },
    { tag: "markdown", content: "[d]($d)", href: { d: links } },
    {
      tag: "note",
      elements: [said, { tag: "img", img_key: "img_1" }, { tag: "standard_icon", token: "chat_outlined" }],
    },
    { tag: "action", actions: [{ tag: "button", text: said, multi_url: links }], layout: "flow" },
    { tag: "collapsible_panel", header: { title: { tag: "markdown", content: "**e**" } }, elements: [] },
    {
      tag: "form",
      name: "f",
      elements: [
        { tag: "button", text: said, name: "g", action_type: "form_submit" },
        { tag: "button", text: said, name: "h", form_action_type: "reset" },
        { tag: "button", text: said, name: "i", behaviors: [{ type: "form_action", behavior: "submit" }] },
      ],
    },
  ],
};
checkCard(oldest);
// @ts-expect-error a note holds texts, icons and pictures
const noteOfButtons: CardV1 = { elements: [{ tag: "note", elements: [{ tag: "button", text: said }] }] };
// @ts-expect-error a row of components holds components
const actionOfTexts: CardV1 = { elements: [{ tag: "action", actions: [said] }] };
// @ts-expect-error links are by platform
const plainLink: CardV1 = { elements: [{ tag: "markdown", content: "", href: { a: "https://example.com" } }] };
// @ts-expect-error no language
const noLanguage: CardV1 = { header: { title: { tag: "plain_text", i18n_content: { xx_xx: "a" } } } };
// @ts-expect-error a size is declared with sizes
const noSize: CardV1 = { config: { style: { text_size: { large: "heading" } } } };
// @ts-expect-error no condition
const noCondition: CardV1 = { fallback: { trigger_conditions: [{ type: "min_client_version" }] } };
checkCard([noteOfButtons, actionOfTexts, plainLink, noLanguage, noSize, noCondition]);
defineCard("none", () => card([]), { version: undefined });
fitCard(empty, { maxTables: undefined });

// A typed handler has the types of the definition, and its answer is checked.
declare const events: EventDispatcher;
declare const client: Parameters<typeof updateLater>[0];
events.onCardAction(expense, (action, ctx) => {
  same<typeof action, NonNullable<ReturnType<typeof expense.read>>>();
  same<typeof ctx, EventContext>();
  if (action.submit === "approve") {
    same<typeof action.form.copies, string[]>();
    return { toast: { type: "success", content: action.form.comment } };
  }
  return { card: { type: "raw", data: outside.render() } };
});
events.onCardAction(outside, async ({ tag }) =>
  tag === "overflow"
    ? { card: { type: "template", data: { template_id: "AAq1", template_version_name: undefined } } }
    : undefined,
);
events.onCardAction(outside, (action, ctx) =>
  updateLater(client, action, ctx, (update) => update(outside.render()), { answer: { toast: undefined } }),
);
events.onCardAction((action) => {
  same<typeof action, CardAction>();
});
// @ts-expect-error there is no such type of toast
events.onCardAction(outside, () => ({ toast: { type: "warn", content: "a" } }));
// @ts-expect-error a card says how it is given
events.onCardAction(outside, () => ({ card: outside.render() }));
// @ts-expect-error a template has an id
events.onCardAction(outside, () => ({ card: { type: "template", data: {} } }));
// @ts-expect-error a rendered card knows no clicks
events.onCardAction(outside.render(), () => {});
