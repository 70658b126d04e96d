// Text from outside in a post: it is shown, and nothing in it mentions, links or styles.
import fc from "fast-check";
import { marked, type Token } from "marked";
import { describe, expect, test } from "vitest";
import { at, markdown, type PostNode, post } from "../../../src/message/index.ts";
import { toText } from "../../../src/send/parts.ts";
import { hostileText } from "../../support/hostile-text.ts";
import { decodedTexts, violations } from "./judge.ts";

const HOSTILE = [
  '<at user_id="all"></at>',
  "<AT user_id = 'all' >",
  "< at\nuser_id=all>",
  "</at>",
  "&lt;at user_id=all&gt;",
  "&amp;lt;at user_id=all&amp;gt;",
  "&#60;at user_id=all&#62;",
  "&#x3C;at user_id=all&#x3E;",
  "[safe](https://evil.example)",
  "[safe]: https://evil.example",
  "![x](img_1)",
  '<a href="https://evil.example">safe</a>',
  "<b>bold</b>",
  "**bold**",
  "~~gone~~",
  "# heading",
  "```\ncode\n```",
  "~~~\ncode\n~~~",
  "    code",
  "- item",
  "> quote",
  "`code`",
  "@_all",
  "@_user_1",
  '{"tag":"at","user_id":"all"}',
  '"},{"tag":"at","user_id":"all"},{"tag":"text","text":"',
  '\\"',
  "\uD800",
];

const FRAGMENTS = [
  ..."<>&;#[]()*~`|-/\\\"'@\n ",
  "at",
  "lt;",
  "#60;",
  " user_id=all",
  "\n```",
  "\n~~~",
  "\r\n",
  "\t",
  "__",
];

const { value } = hostileText(HOSTILE, FRAGMENTS, [""]);

const wellFormed = (one: string) => (one as unknown as { toWellFormed(): string }).toWellFormed();

/** Every place of a post that takes a text: what the developer writes around it, and what arrives. */
const PLACES: Record<string, (text: string) => [given: string | PostNode, skeleton: object, text: string]> = {
  string: (text) => [text, { tag: "text" }, text],
  text: (text) => [{ tag: "text", text, style: ["bold"] }, { tag: "text", style: ["bold"] }, text],
  a: (text) => {
    const link = { tag: "a", href: "https://good.example" } as const;
    return [{ ...link, text: text || "-" }, link, text || "-"];
  },
  code: (text) => {
    const code = { tag: "code_block", language: "GO" } as const;
    return [{ ...code, text: text || "-" }, code, text || "-"];
  },
  at: () => [at("ou_1"), { tag: "at", user_id: "ou_1" }, ""],
};

const part = fc.tuple(fc.constantFrom(...Object.keys(PLACES)), value);
const paragraphs = fc.array(fc.array(part, { minLength: 1, maxLength: 4 }), { maxLength: 4 });

/** A node without its text, which is all that a value may be. */
const bare = ({ text, ...node }: Record<string, unknown>) => node;

describe("a text in a post", () => {
  test("is the text of one node, and changes no other: it mentions, links and styles nothing", () => {
    fc.assert(
      fc.property(paragraphs, value, fc.boolean(), (rows, title, byLanguage) => {
        const made = rows.map((row) => row.map(([place, text]) => (PLACES[place] as (typeof PLACES)[string])(text)));
        const given = made.map((row) => row.map(([node]) => node));
        const { content } = byLanguage ? post({ en_us: { title, content: given } }) : post(given, title);
        const sent = JSON.parse(content)[byLanguage ? "en_us" : "zh_cn"];
        expect(sent.title).toBe(wellFormed(title));
        expect(sent.content.map((row: Record<string, unknown>[]) => row.map(bare))).toEqual(
          made.map((row) => row.map(([, skeleton]) => skeleton)),
        );
        expect(sent.content.flat().map(({ text = "" }) => text)).toEqual(
          made.flat().map(([, , text]) => wellFormed(text)),
        );
      }),
      { numRuns: 1000 },
    );
  });

  test("means nothing in the text message that takes the place of a refused post", () => {
    fc.assert(
      fc.property(paragraphs, value, (rows, title) => {
        const content = rows.map((row) =>
          row.map(([place, text]) => (PLACES[place] as (typeof PLACES)[string])(text)[0]),
        );
        const { text } = JSON.parse(toText(post(content, title)).content);
        expect(violations(text, ["", ""], [text.replaceAll("\u200B", "")])).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

/** The texts of Markdown as another parser reads it: of code as it is, of everything else also decoded. */
function textsOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token) => {
    const { type, raw } = token;
    const { tokens = [] } = token as { tokens?: Token[] };
    const inner: Token[] = token.type === "list" ? token.items : tokens;
    const cells = token.type === "table" ? [...token.header, ...token.rows.flat()] : [];
    const below = [...inner, ...cells.flatMap((cell: { tokens: Token[] }) => cell.tokens)];
    return below.length ? textsOf(below) : type === "code" || type === "codespan" ? [raw] : decodedTexts(raw);
  });
}

const MENTION = /<\s*\/?\s*at\b/i;

describe("a text within Markdown", () => {
  const write = (source: string): string => JSON.parse(markdown(source).content).zh_cn.content[0][0].text;
  const source = fc
    .array(fc.oneof(value, fc.constantFrom("\n\n", "# Title\n", "- ", "> ", "```js\n", "\n```\n", "Hi ")), {
      maxLength: 6,
    })
    .map((pieces) => `x${pieces.join("")}`);

  test("stays in its code, also where tildes hold backticks", () => {
    const code = "```\n&#x3C;at user_id=all&#x3E;";
    expect(write(`~~~\n${code}\n~~~`)).toBe(`\`\`\`\`\n${code}\n\`\`\`\``);
  });

  test("mentions nobody, however a client reads it", () => {
    fc.assert(
      fc.property(source, (one) => {
        const sent = write(one);
        expect([sent, ...textsOf(marked.lexer(sent, { gfm: true }))].filter((text) => MENTION.test(text))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
