// Markdown from outside in a card: its formatting stays, and it mentions no one.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { card, checkCard, markdown, untrusted } from "../../../src/card/index.ts";

/** Mentions as the most forgiving client would find them; open ones, too. */
const MENTION = /<[\s/]*at\b/i;

const FORMATTED = [
  "# Title\n\n**bold** _italics_ ~~gone~~ `code`",
  "- one\n    - two\n1. three",
  "| a | b |\n| --- | --- |\n| 1 | 2 |",
  "```ts\nconst a = b < c && d > e;\n```",
  "> quote\n\n---\n[page](https://example.com/?a=1&b=2) https://example.com",
  "<font color='red'>red</font> a < b, a <b",
  "![key](img_v3_1)",
  "&#60;at id=all&#62;",
];

const PIECES = [
  ...[
    "<",
    "</",
    "< ",
    "<\n",
    "at",
    "AT",
    " id=all",
    ">",
    "</at>",
    "<at id=all></at>",
    "<at ids='ou_1,ou_2'>",
    "\u200B",
  ],
  ...["!", "[", "]", "](", "(", ")", "![a](", "![](", "![a]( <", "https://example.com/a.png", "HTTP://x.y", "img_v3_1"],
  ...["```", "`", "\n", "&lt;", "&#60;", "a", "\uD800", "\uDC00"],
];

const outside = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary", maxLength: 3 })))
  .map((all) => all.join(""));

describe("untrusted", () => {
  it.each(FORMATTED)("leaves %j as it is", (text) => {
    expect(untrusted(text)).toBe(text);
  });

  it.each([
    ["<at id=all></at>", "<\u200Bat id=all><\u200B/at>"],
    ["< AT\nid=ou_1>", "<\u200B AT\nid=ou_1>"],
    ["```\n<at id=all>\n```", "```\n<\u200Bat id=all>\n```"],
    ["![chart](https://example.com/a.png)", "[chart](https://example.com/a.png)"],
    ["![](https://example.com/a.png)", "[https://example.com/a.png](https://example.com/a.png)"],
    ["![a]( <https://example.com/a b.png>)", "[a]( <https://example.com/a b.png>)"],
    ["!![a](https://x.y/a.png)", "[a](https://x.y/a.png)"],
    ["![a ![b](https://x.y/a.png)", "[a [b](https://x.y/a.png)"],
    ["![](https://x.y/![a)", "[https://x.y/[a](https://x.y/![a)"],
    ["a\uD800b", "a\uFFFDb"],
  ])("writes %j as %j", (text, written) => {
    expect(untrusted(text)).toBe(written);
  });

  it("leaves no mention and no picture of the web, and changes nothing else", () => {
    fc.assert(
      fc.property(outside, (text) => {
        const written = untrusted(text);
        expect(written).not.toMatch(MENTION);
        expect(written).not.toMatch(/\p{Surrogate}/u);
        const rules = checkCard(card([markdown(written || "-")])).map(({ rule }) => rule);
        expect(rules).not.toContain("image-key");
        expect(untrusted(written)).toBe(written);
        if (!text.includes("![")) {
          expect(written.replaceAll("<\u200B", "<")).toBe(
            text.replace(/\p{Surrogate}/gu, "\uFFFD").replaceAll("<\u200B", "<"),
          );
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each(["<", "![", "![a](", "< ", "<at "])("reads 200 KB of %j in a moment", (one) => {
    expect(untrusted(one.repeat(200_000 / one.length)).length).toBeGreaterThan(100_000);
  });

  it.each([undefined, null, 1, {}, ["<at id=all>"]])("refuses %j", (value) => {
    expect(() => untrusted(value as never)).toThrow(/untrusted: markdown must be a string/);
  });
});
