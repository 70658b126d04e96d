import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CARD_ICONS, checkCard } from "../../../src/card/index.ts";
import { BROKEN } from "../../support/broken-cards.ts";

const { "x-card-rules": RULES } = JSON.parse(
  readFileSync(new URL("../../../openapi/card.json", import.meta.url), "utf8"),
) as { "x-card-rules": Record<string, { do: string; limit?: number; cardkit?: number; code: number }> };

describe("a broken card", () => {
  it.each(BROKEN)("has the right rule, place and code: %s", (_, card, rule, path, code, severity = "error") => {
    const problems = checkCard(card);
    const found = problems.find((problem) => problem.rule === rule && problem.path === path);
    expect(problems.map((problem) => `${problem.rule} ${problem.path}`)).toContain(`${rule} ${path}`);
    expect(found).toMatchObject({ code, severity });
    expect(found?.message).toContain(RULES[rule]?.do);
    expect(found?.message).not.toMatch(/undefined|\[object|NaN/);
    // The mistake is the only error: a card is not refused for what follows from it.
    expect(problems.filter((problem) => problem.severity === "error" && problem !== found)).toEqual([]);
  });

  it("breaks every rule of the data in one of these", () => {
    const broken = new Set(BROKEN.map(([, , rule]) => rule));
    expect(Object.keys(RULES).filter((rule) => !broken.has(rule))).toEqual(["icon", "v1-lacks"]);
    expect(BROKEN.length).toBeGreaterThanOrEqual(60);
  });

  it("names icons that are not in the library, if it has the library", () => {
    const icon = (token: string) => ({ tag: "standard_icon", token });
    const elements = ["chat_outlined", "chat_outlinde"].map((token) => ({
      tag: "markdown",
      content: "a",
      icon: icon(token),
    }));
    const card = { schema: "2.0", body: { elements } };
    expect(checkCard(card)).toEqual([]);
    expect(checkCard(card, { icons: CARD_ICONS })).toEqual([
      {
        rule: "icon",
        severity: "warning",
        path: "body.elements[1].icon.token",
        message: '"chat_outlinde" is not known. Correct the token.',
        code: 200621,
      },
    ]);
  });

  it("says the limit, and the code of CardKit where it is another", () => {
    const [problem] = checkCard({ schema: "2.0", body: { elements: Array(201).fill({ tag: "hr" }) } });
    expect(problem).toEqual({
      rule: "elements",
      severity: "error",
      path: "",
      message: "The card has 201 components and texts, 200 are allowed. Remove components, or split the card.",
      code: 11310,
      limit: 200,
      cardkitCode: 300305,
    });
  });

  it("names a property of nearly the same letters, and all values that are allowed", () => {
    const button = { tag: "button", text: { tag: "plain_text", content: "a" }, elementId: "a", size: "big" };
    expect(checkCard({ schema: "2.0", body: { elements: [button] } }).map(({ message }) => message)).toEqual([
      "elementId is no property here; there is element_id. Remove the property, or correct its name.",
      'Expected one of tiny, small, medium, large, got "big". Use one of the allowed values.',
    ]);
  });
});

describe("a card that is right", () => {
  const plain = (content: string) => ({ tag: "plain_text", content });
  const deep = (levels: number): object =>
    levels ? { tag: "interactive_container", elements: [deep(levels - 1)] } : { tag: "hr" };
  const exactly = (bytes: number) => {
    const card = { schema: "2.0", body: { elements: [{ tag: "markdown", content: "" }] } };
    const [element] = card.body.elements;
    Object.assign(element as object, { content: "x".repeat(bytes - JSON.stringify(card).length) });
    return card;
  };

  it.each<[string, unknown]>([
    ["200 components", { schema: "2.0", body: { elements: Array(200).fill({ tag: "hr" }) } }],
    ["30 KB", exactly(30_720)],
    ["five levels", { schema: "2.0", body: { elements: [deep(5)] } }],
    [
      "colours and sizes of its own",
      {
        schema: "2.0",
        config: {
          style: { color: { brand: { light_mode: "rgba(1,2,3,1)" } }, text_size: { big: { pc: "heading-0" } } },
        },
        body: { elements: [{ tag: "div", text: { ...plain("a"), text_color: "brand", text_size: "big" } }] },
      },
    ],
    [
      "a default colour",
      { schema: "2.0", body: { elements: [{ tag: "div", text: { ...plain("a"), text_color: "default" } }] } },
    ],
    [
      "a link for one platform",
      {
        schema: "2.0",
        card_link: { url: "https://example.com", ios_url: "lark://msgcard/unsupported_action" },
        body: { elements: [{ tag: "hr" }] },
      },
    ],
    [
      "an applink in Markdown, and an address with a space behind",
      {
        schema: "2.0",
        body: { elements: [{ tag: "markdown", content: "https://example.com/a 谢谢 [中文](https://example.com/中)" }] },
      },
    ],
    [
      "the same persons twice",
      {
        schema: "2.0",
        body: { elements: [{ tag: "select_person", options: [{ value: "ou_1" }, { value: "ou_1" }] }] },
      },
    ],
    ["a card entity", { type: "card", data: { card_id: "7355" } }],
    ["a template", { type: "template", data: { template_id: "AAq", template_variable: { a: [1] } } }],
    [
      "properties that are undefined, which JSON leaves out",
      { schema: "2.0", header: undefined, body: { elements: [{ tag: "hr", margin: undefined }] } },
    ],
  ])("has no problem: %s", (_, card) => {
    expect(checkCard(card)).toEqual([]);
  });

  it("is not changed by the check", () => {
    const card = { schema: "2.0", body: { elements: [{ tag: "buton" }] } };
    const before = JSON.stringify(card);
    checkCard(Object.freeze(card));
    expect(JSON.stringify(card)).toBe(before);
  });
});

describe("a card of JSON 1.0", () => {
  const v1 = (...elements: object[]) => ({ config: {}, elements });

  it.each<[string, unknown, string, string, string]>([
    ["a component of 2.0", v1({ tag: "audio", file_key: "f" }), "tag", "elements[0].tag", "error"],
    ["an unknown tag", v1({ tag: "buton" }), "tag", "elements[0].tag", "error"],
    [
      "a property of 2.0",
      v1({ tag: "markdown", content: "a", element_id: "a" }),
      "v1-lacks",
      "elements[0].element_id",
      "warning",
    ],
    ["a heading", v1({ tag: "markdown", content: "# a" }), "v1-lacks", "elements[0].content", "warning"],
    [
      "a table of Markdown",
      v1({ tag: "markdown", content: "| a |\n| - |" }),
      "v1-lacks",
      "elements[0].content",
      "warning",
    ],
    [
      "a table in a form",
      v1({ tag: "form", name: "f", elements: [{ tag: "table" }] }),
      "nesting",
      "elements[0].elements[0]",
      "error",
    ],
    ["a body without a schema", { body: { elements: [] } }, "v1-lacks", "body", "warning"],
    ["nothing", {}, "empty", "elements", "warning"],
    ["elements that are no list", { elements: "a" }, "type", "elements", "error"],
    [
      "a component by language",
      { i18n_elements: { de_de: [{ tag: "audio" }] } },
      "tag",
      "i18n_elements.de_de[0].tag",
      "error",
    ],
  ])("is told what 1.0 lacks: %s", (_, card, rule, path, severity) => {
    expect(checkCard(card)).toMatchObject([{ rule, path, severity }]);
  });

  it("may have what 2.0 has no longer", () => {
    const actions = [
      { tag: "button", text: { tag: "lark_md", content: "a" }, url: "https://example.com", value: { a: 1 } },
    ];
    const note = {
      tag: "note",
      elements: [
        { tag: "img", img_key: "a", alt: {} },
        { tag: "lark_md", content: "b" },
      ],
    };
    expect(
      checkCard(v1({ tag: "action", actions }, note, { tag: "div", text: { tag: "lark_md", content: "c" } })),
    ).toEqual([]);
  });
});

describe("what a card inherits, or calls as its own", () => {
  const hostile = { toString: 1, valueOf: 1, constructor: {} };
  const v1 = (element: object) => ({ config: {}, elements: [element] });
  const v2 = (element: object) => ({ schema: "2.0", body: { elements: [element] } });
  const names = [hostile, "constructor", "toString", "__proto__"];
  const columns = (data_type: unknown) => [{ name: "a", data_type }];
  it.each<[string, (name: unknown) => object]>([
    ["a tag of 1.0", (tag) => v1({ tag })],
    ["a tag of 1.0 around others", (tag) => v1({ tag, elements: [{ tag: "markdown", content: "x" }] })],
    ["Markdown of 1.0", (content) => v1({ tag: "markdown", content })],
    ["a tag of 2.0", (tag) => v2({ tag })],
    [
      "the type of a behaviour",
      (type) => v2({ tag: "button", text: { tag: "plain_text", content: "x" }, behaviors: [{ type }] }),
    ],
    ["the type of a column", (type) => v2({ tag: "table", columns: columns(type), rows: [{ a: 1 }] })],
    ["a date of a table", (cell) => v2({ tag: "table", columns: columns("date"), rows: [{ a: cell }] })],
    ["the mode of pictures", (mode) => v2({ tag: "img_combination", combination_mode: mode, img_list: [] })],
    ["Markdown of 2.0", (content) => v2({ tag: "markdown", content })],
  ])("as %s is a problem like any other", (_, make) => {
    for (const name of names) {
      expect(() => checkCard(make(name))).not.toThrow();
    }
  });
});
