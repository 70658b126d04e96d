// Bad input of messages and cards in one table for each side: what is built, read, checked and clicked. Next to each
// builder and reader stand longer tables.
import { describe, expect, test } from "vitest";
import {
  button,
  type CardProblem,
  card,
  at as cardAt,
  markdown as cardMarkdown,
  checkCard,
  defineCard,
  form,
  input,
  md,
  multi_select_static,
} from "../../src/card/index.ts";
import { type CardAction, EventDispatcher } from "../../src/event/index.ts";
import {
  at,
  card as cardMessage,
  image,
  markdown,
  post,
  readMessage,
  shareUser,
  text,
  toMarkdown,
  toPlainText,
} from "../../src/message/index.ts";
import { event2, newCard, oldCard } from "../support/platform-callbacks.ts";

const AT_ALL = '<at user_id="all"></at>';
const CARD_AT_ALL = "<at id=all></at>";
const LONG = "a <b> [c](d) ".repeat(8_000);
const bare = (written: string) => written.replaceAll("\u200B", "");
const textOf = ({ content }: { content: string }) => JSON.parse(content).text as string;
const nodesOf = ({ content }: { content: string }) => JSON.parse(content).zh_cn.content as { text: string }[][];

describe("text from outside in a builder", () => {
  test.each<[what: string, built: () => unknown, expected: unknown]>([
    ["a mention in a text", () => textOf(text`${AT_ALL}`), '<\u200Bat user_id="all"><\u200B/at>'],
    ["Markdown in a text", () => textOf(text`${"**a** [b](c)"}`), "*\u200B*a*\u200B* [b]\u200B(c)"],
    ["half a character in a text", () => textOf(text`${"a\uD800"}`), "a\uFFFD"],
    ["a line of 100 KB in a text", () => bare(textOf(text`${LONG}`)), LONG],
    ["a mention in a post", () => nodesOf(post([AT_ALL])), [[{ tag: "text", text: AT_ALL }]]],
    ["Markdown in a post", () => nodesOf(post(["**a**"])), [[{ tag: "text", text: "**a**" }]]],
    ["half a character in a post", () => nodesOf(post(["a\uD800"])), [[{ tag: "text", text: "a\uFFFD" }]]],
    ["a line of 100 KB in a post", () => nodesOf(post([LONG])), [[{ tag: "text", text: LONG }]]],
    ["a mention in Markdown", () => nodesOf(markdown(AT_ALL))[0]?.[0]?.text, '<\u200Bat user_id="all"><\u200B/at>'],
    ["half a character in Markdown", () => nodesOf(markdown("a\uD800"))[0]?.[0]?.text, "a\uFFFD"],
    ["a line of 100 KB in Markdown", () => nodesOf(markdown(LONG.trim()))[0]?.[0]?.text, LONG.trim()],
    ["a mention in a card", () => md`${CARD_AT_ALL}`, "&#60;at id&#61;all&#62;&#60;&#47;at&#62;"],
    ["Markdown in a card", () => md`${"**a**"}`, "&#42;&#42;a&#42;&#42;"],
    ["half a character in a card", () => md`${"a\uD800"}`, "a\uFFFD"],
    ["a line of 100 KB in a card", () => md`${LONG}`.length > LONG.length, true],
    ["half a character in the JSON of a card", () => cardMessage({ a: "\uD800" }).content, '{"a":"\uFFFD"}'],
  ])("is shown and means nothing: %s", (_, built, expected) => {
    expect(built()).toEqual(expected);
  });

  test.each<[what: string, build: () => unknown, message: RegExp]>([
    ["everyone as a person", () => at("all"), /atAll\(\) mentions everyone/],
    ["everyone as a person of a card", () => cardAt("ALL"), /atAll\(\) mentions everyone/],
    ["a tag as the id of a person", () => at('ou_1"></at>'), /userId must be a user id/],
    ["an object of a stranger as a mention", () => text`${{ tag: "at", user_id: "all" } as never}`, /value 1 must be/],
    ["the same in a card", () => md`${{ tag: "at", user_id: "all" } as never}`, /value 1 must be/],
    ["the mention of a text in a card", () => md`${at("ou_1") as never}`, /at\(\) of lark-edge\/card/],
    ["no value", () => md`${undefined as never}`, /value 1 must be/],
    ["a link that runs code in a post", () => post([{ tag: "a", text: "a", href: "javascript:a" }]), /href must begin/],
    ["a link that runs code in a button", () => button("a", { href: "javascript:a" }), /must begin with https/],
    ["a link that runs code in Markdown", () => md`[a](${new URL("javascript:a")})`, /must begin with https/],
    ["the key of no picture", () => image(""), /imageKey must be a non-empty string/],
    ["the id of nobody", () => shareUser(null as never), /openId must be a non-empty string/],
    ["a card that is a text", () => cardMessage("{}" as never), /expected card JSON/],
    ["a value that is a string", () => button("a", { value: "approve" as never }), /value must be an object/],
    [
      "a value that is a string, in a defined card",
      () => defineCard("a", () => card([button("a", { behaviors: [{ type: "callback", value: "b" }] })])).render(),
      /no room for the stamp/,
    ],
    [
      "a multiple choice outside of a form, in a defined card",
      () => defineCard("a", () => card([multi_select_static("tags", []) as never])).render(),
      /stands outside of a form/,
    ],
  ])("is refused before anything is sent: %s", (_, build, message) => {
    expect(build).toThrow(TypeError);
    expect(build).toThrow(message);
  });
});

describe("a content that was received", () => {
  const read = (message_type: string, content: unknown, mentions?: unknown) =>
    readMessage({ message_id: "om_1", message_type, content, mentions } as never);

  test.each<[what: string, type: string, content: unknown]>([
    ["not JSON", "text", "hello"],
    ["half of JSON", "text", '{"text":'],
    ["null", "text", null],
    ["the JSON of null", "post", "null"],
    ["a list", "interactive", "[]"],
    ["of another type's shape", "image", '{"text":"a"}'],
    ["of fields of another type", "text", '{"text":{"a":1}}'],
    ["of a new type", "hologram", '{"depth":3}'],
  ])("is unknown if it is %s, and no error", (_, type, content) => {
    const message = read(type, content);
    expect(message).toMatchObject({ type: "unknown", message_type: type });
    expect(typeof toPlainText(message) + typeof toMarkdown(message)).toBe("stringstring");
  });

  test.each<[what: string, mentions: unknown, shown: string]>([
    ["no ids", [{ key: "@_user_1", name: "Ada" }], "Hi @Ada"],
    ["an id that is null", [{ key: "@_user_1", name: "Ada", id: null }], "Hi @Ada"],
    ["no name", [{ key: "@_user_1", id: { open_id: "ou_1" } }], "Hi @_user_1"],
    ["no key", [{ name: "Ada", id: { open_id: "ou_1" } }], "Hi @_user_1"],
    ["nothing", [null], "Hi @_user_1"],
    ["another shape", "Ada", "Hi @_user_1"],
  ])("may have mentions with %s", (_, mentions, shown) => {
    expect(toPlainText(read("text", '{"text":"Hi @_user_1"}', mentions))).toBe(shown);
  });
});

const hr = { tag: "hr" };
const plain = (content: string) => ({ tag: "plain_text", content });
const submit = { tag: "button", name: "send", text: plain("Send"), form_action_type: "submit" };
const of = (...elements: unknown[]) => ({ schema: "2.0", body: { elements } });
const sized = (bytes: number) => {
  const empty = JSON.stringify(of({ tag: "markdown", content: "" })).length;
  return of({ tag: "markdown", content: "x".repeat(bytes - empty) });
};
const nested = (levels: number): object =>
  levels ? { tag: "interactive_container", elements: [nested(levels - 1)] } : hr;
const link = (default_url: string) =>
  of({ tag: "button", text: plain("a"), behaviors: [{ type: "open_url", default_url }] });

describe("a card", () => {
  test.each<[what: string, card: unknown, problem: string | undefined]>([
    ["200 elements", of(...Array(200).fill(hr)), undefined],
    ["201 elements", of(...Array(201).fill(hr)), "error elements 11310 "],
    ["30 KB", sized(30_720), undefined],
    ["30 KB and a byte", sized(30_721), "error size 230025 "],
    ["five levels", of(nested(5)), undefined],
    ["six levels", of(nested(6)), `error depth 11310 body.elements[0]${".elements[0]".repeat(6)}`],
    [
      "an element_id twice",
      of({ ...hr, element_id: "a" }, { ...hr, element_id: "a" }),
      "error element-id-unique 300301 body.elements[1].element_id",
    ],
    [
      "a name twice",
      of({ tag: "form", name: "f", elements: [{ tag: "input", name: "a" }, { tag: "checker", name: "a" }, submit] }),
      "error name-unique 11310 body.elements[0].elements[1].name",
    ],
    [
      "a form without a submit button",
      of({ tag: "form", name: "f", elements: [{ tag: "input", name: "a" }] }),
      "error form-submit 11310 body.elements[0]",
    ],
    ["a tag of 1.0", of({ tag: "note", elements: [] }), "error gone 200861 body.elements[0]"],
    ["an unknown property", of({ ...hr, colour: "red" }), "error property 200621 body.elements[0].colour"],
    ["a link that runs code", link("javascript:a"), "error link 200621 body.elements[0].behaviors[0].default_url"],
    ["the same in capitals", link("JavaScript:a"), "error link 200621 body.elements[0].behaviors[0].default_url"],
    ["a link of the web", link("https://a.example"), undefined],
    ["half a character", of({ tag: "markdown", content: "\uD800" }), "error surrogate 200621 body.elements[0].content"],
    [
      "a value that is a string",
      of({ tag: "button", text: plain("a"), behaviors: [{ type: "callback", value: "a" }] }),
      "warning string-value 200621 body.elements[0].behaviors[0].value",
    ],
    [
      "a multiple choice outside of a form",
      of({ tag: "multi_select_static", name: "tags", options: [] }),
      "warning within 11310 body.elements[0]",
    ],
    ["null", null, "error json 200621 "],
    ["a text", "{}", "error json 200621 "],
    ["a list", [], "error json 200621 "],
  ])("is checked: %s", (_, given, problem) => {
    const write = ({ severity, rule, code, path }: CardProblem) => `${severity} ${rule} ${code} ${path}`;
    expect(checkCard(given).map(write)).toEqual(problem === undefined ? [] : [problem]);
  });
});

describe("a click", () => {
  const expense = defineCard("expense", () =>
    card([
      button("Approve", { value: { id: "7" } }),
      form("why", [input("comment"), button("Reject", { submit: "reject" })]),
      cardMarkdown("a"),
    ]),
  );
  const asNew = (action: Partial<CardAction["action"]>) => {
    const { event } = newCard() as unknown as { event: object };
    return event2("card.action.trigger", { ...event, action: { tag: "button", ...action } });
  };
  const asOld = (action: Partial<CardAction["action"]>) => oldCard({ action: { tag: "button", ...action } });

  test.each<[what: string, action: Partial<CardAction["action"]>, handler: string]>([
    ["on the card", { value: { id: "7", _card: "expense_1" } }, "typed"],
    ["without a stamp", { value: { id: "7" } }, "untyped"],
    ["without a value", {}, "untyped"],
    ["on another card", { value: { _card: "holiday_1" } }, "untyped"],
    ["on another version", { value: { _card: "expense_2" } }, "untyped"],
    ["on a card whose id begins the same", { value: { _card: "expense_11" } }, "untyped"],
    ["with a value that is a string", { value: "expense_1" as never }, "untyped"],
    ["with a value that is JSON", { value: '{"_card":"expense_1"}' as never }, "untyped"],
    ["with a value that is null", { value: null as never }, "untyped"],
    ["with a stamp that is an object", { value: { _card: { expense: 1 } } }, "untyped"],
    ["with a stamp of a prototype", { value: Object.create({ _card: "expense_1" }) }, "untyped"],
    ["in a form, on a button of another card", { name: "reject__holiday_1", form_value: {} }, "untyped"],
    ["in a form, on a button of the card", { name: "reject__expense_1", form_value: {} }, "typed"],
  ])("goes to the right handler: %s", async (_, action, handler) => {
    for (const callback of [asNew(action), asOld(action)]) {
      const got: string[] = [];
      const events = new EventDispatcher({ allowUnverified: true });
      events.onCardAction(expense, () => void got.push("typed"));
      events.onCardAction(() => void got.push("untyped"));
      await events.dispatch(callback);
      expect(got).toEqual([handler]);
    }
  });
});
