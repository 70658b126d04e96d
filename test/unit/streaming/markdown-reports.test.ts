// Texts that broke other bots, rebuilt from public reports: the emulator accepts the card, and what it shows has the meaning of the text.
import type { Token } from "marked";
import { expect, test } from "vitest";
import { parseMarkdown } from "../../../src/emulator/page/markdown/parse.ts";
import { healMarkdown, rollOver } from "../../../src/streaming/index.ts";
import { slowly, world } from "./world.ts";

/** The tags that Markdown of cards knows. Others are not shown. */
const KNOWN = /^<\/?(?:br|hr|at|person|a|link|font|text_tag|number_tag|local_datetime|audio|raw)(?![\w-])/i;

interface Node {
  type: string;
  raw: string;
  text?: string;
  href?: string;
  tokens?: Token[];
  items?: Token[];
  header?: { tokens: Token[] }[];
  rows?: { tokens: Token[] }[][];
}

/** What a token says: its words, its code as it is, and its addresses. */
function sayOf(token: Token, hides: boolean): string {
  const { type, raw, text = "", href, tokens, items, header, rows } = token as unknown as Node;
  const all = (list: readonly Token[]) => list.map((one) => sayOf(one, hides)).join("");
  if (type === "html") {
    return hides && !KNOWN.test(raw) ? "" : raw;
  }
  if (header && rows) {
    return [header, ...rows].flatMap((row) => row.map((cell) => `[${all(cell.tokens)}]`)).join("");
  }
  if (type === "image") {
    return `!${text}(${href})`;
  }
  if (type === "link") {
    return `${all(tokens ?? [])}(${href})`;
  }
  if (type === "code" || type === "codespan") {
    return `{${text}}`;
  }
  return tokens || items ? all(tokens ?? items ?? []) : text;
}

/** @param hides - Whether tags that the platform does not know are left out, as it does. */
const meaningOf = (text: string, hides = false): string =>
  parseMarkdown(text)
    .map((token) => sayOf(token, hides))
    .join("")
    .replaceAll("\u200B", "")
    .replace(/\s+/g, "");

const table = (name: string, rows = 2) =>
  `| ${name} | b |\n|---|:-:|\n${Array.from({ length: rows }, (_, row) => `| ${name}${row} | \`x\` |`).join("\n")}\n`;

const REPORTS: readonly (readonly [report: string, text: string, meant?: string])[] = [
  ["openclaw#26708: angle brackets and backticks", "Result: <thinking>plan</thinking> then `a < b` and <b> done"],
  [
    "MoviePilot#5818: a picture of the web",
    "**Film**\n\n![poster](https://image.example.org/t/p/original/x.jpg)\n\nEnd",
  ],
  ["WeKnora#2726: a picture of another scheme", "See ![step 1](resource://Zb2IrqfTdlCFkbUqFtmS5A) and go on"],
  ["multica#5600: a picture by a path", "Here: ![report](/api/attachments/7/download)\nand more"],
  [
    "OpenViking#4867: pictures as code",
    "`![photo](viking://resources/image.png)` or\n\n```md\n![photo](viking://resources/image.png)\n```\nEnd",
  ],
  ["WeKnora#1933: a signed address", '![圖](<https://cos.example.com/a b.png?sign=q%3D1&t=2> "title")'],
  ["a picture as data", "![dot](data:image/gif;base64,R0lGODlhAQABAAAAACw=) behind"],
  ["a picture with brackets in its label", "![plot [a, b] of x](https://example.com/plot.png) behind"],
  ["openclaw#90104: tables over the limit", Array.from({ length: 7 }, (_, at) => table(`t${at}`)).join("\n")],
  [
    "ankole#46: six short tables in a row",
    Array.from({ length: 6 }, (_, at) => `${at}\n\n${table(`s${at}`, 1)}`).join("\n"),
  ],
  ["nanobot#5046: a table in a code block", `Before\n\n\`\`\`\n${table("code")}\`\`\`\n\n${table("real")}`],
  ["hermes-agent#55759: uneven rows", "| a | b | c |\n|---|---|---|\n| 1 |\n| 1 | 2 | 3 | 4 |\n\nEnd"],
  ["dsh-im#239: bars that are no table", "`cat a.txt | grep b`, a || b, and |x| < 1\n\n| only a row |\n\nEnd"],
  ["multica#4133: a bar within a cell", "| command | does |\n|---|---|\n| `a \\| b` | pipes |\n"],
  ["openclaw#131092: 9,000 characters in a fence", `BEGIN\n\n\`\`\`text\n${"漢".repeat(9_000)}\n\`\`\`\n\nEND`],
  [
    "openclaw-lark#603: formulas",
    "Inline: $E = mc^2$, price $5 < $6\n\n$$\n\\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}\n$$\n",
  ],
  [
    "clawdbot-feishu#292: addresses with brackets",
    "Sign in: https://example.com/o_auth?next=(a_b)&x=__y__ now, or [here](https://example.org/Foo_(bar))",
  ],
  [
    "cards FAQ: an address before Chinese",
    "见https://example.com/a?b=c。然后看 https://example.com/d，再看（https://example.com/e）和https://example.com/更多",
    "见https://example.com/a?b=c 。然后看 https://example.com/d ，再看（https://example.com/e ）和https://example.com/ 更多",
  ],
  [
    "cc-connect#643: headings, quotes, rules, links",
    "# One\n## Two\n> quoted [a](https://a.example)\n> > twice\n\n---\n\n###### Six\nText",
  ],
  [
    "hermes-agent#84612: nested lists",
    "1. one\n    - two\n        - three `x`\n    - four\n2. five\n\n   para\n\n- [ ] open\n- [x] done\n",
  ],
  ["cli#941: escapes", "SAMPLE\\_RATE, 1 \\* 2, a \\< b, \\~5, \\`x\\`, C:\\\\dir"],
  [
    "glpi-webhook#17: a mention of everybody",
    "Hi <at id=all></at>, <at user_id=\"ou_1\">Ada</at> and <AT ids='a,b'/>!",
  ],
  ["openclaw-lark#72: empty bold and lone marks", "****\n** bold **\n__ x __\n*\n**a**b**c**\n~~\n"],
  [
    "HTML",
    '<details><summary>More</summary>\n\n<div onclick="x()">Hidden</div>\n<!-- note -->\n</details><br/>H<sub>2</sub>O',
  ],
  [
    "types in a text and in code",
    "Use Vec<Option<T>> or Map<string, number>, not `Vec<T>`:\n\n```cpp\n#include <vector>\nstd::vector<int> a;\n```\n",
  ],
  [
    "a code block in a quote and in a list",
    "> ```ts\n> const a: Array<T> = [];\n> ```\n\n- item\n\n  ~~~sh\n  cat <<EOF > x\n  ~~~\n",
  ],
  ["a fence within a longer fence", "````md\n```ts\nlet a: Set<T>;\n```\n````\nafter <x>\n"],
  [
    "footnotes and definitions",
    'Text[^1] and [a][ref].\n\n[^1]: The note <y>\n\n[ref]: https://example.com/x "Title"\n',
  ],
  [
    "line breaks of Windows",
    "# Title\r\n\r\n- one\r\n- two\r\n\r\n```js\r\nlet a = 1;\r\n```\r\n\r\n| a | b |\r\n|---|---|\r\n| 1 | 2 |\r\n",
  ],
  ["characters without width", "a\u200Bb\u200Dc\uFEFFd\u2060e \u202Eright\u202C"],
  ["emoji of several code points", "👩‍👩‍👧‍👦 🏳️‍🌈 ❤️ 1️⃣ 🇨🇳 👍🏽 **🎉**"],
  [
    "autolinks",
    "<https://example.com/a> and <ada@example.com>, www.example.com",
    "<https://example.com/a> and <​ada@example.com>, www.example.com",
  ],
  ["one very long line with spaces", "word ".repeat(4_000)],
  ["entities", "AT&T, &lt;b&gt;, &#60;at id=all&#62;, &nbsp;, x &copy; y"],
  ["a rust macro and a negated test", "`vec![1]`, vec![1, 2], if [ ! [ -e x ] ], !important"],
];

test.each(REPORTS.map(([report, text, meant = text]) => ({ report, text, meant })))(
  "$report",
  async ({ text, meant }) => {
    const { run, clock, cards, textIn, emulator, chat } = await world({
      cardRules: { "tables-advice": "refuse", "bare-link": "refuse" },
    });
    const size = Math.ceil(text.length / 12);
    const chunks = text.match(new RegExp(`[\\s\\S]{1,${size}}`, "g")) ?? [];
    const result = await run(slowly(chunks, clock, 400), { rollOver, heal: healMarkdown });
    expect(result).toMatchObject({ outcome: "complete", unsent: "", text });
    // No update was refused on the way.
    expect(result.steps.filter(({ code }) => code !== undefined)).toEqual([]);
    const own = emulator.messages(chat).filter(({ sender, deleted }) => sender.sender_type === "app" && !deleted);
    expect(own.map(({ msg_type }) => msg_type)).toEqual(cards().map(() => "interactive"));
    expect(
      cards()
        .map((card) => meaningOf(textIn(card) ?? "", true))
        .join(""),
    ).toBe(meaningOf(meant));
    expect(JSON.stringify(cards())).not.toMatch(/<[\s/]*at\b/i);
  },
);

test("code is shown character by character", async () => {
  const { run, cards, textIn } = await world();
  const text =
    "Use `Vec<T>`:\n```cpp\n#include <vector> // https://example.com/更多\n```\n> ```ts\n> let a: Set<T>;\n> ```\n";
  await run([text]);
  expect(cards().map(textIn)).toEqual([text]);
});

test("a picture with the key of an upload stays a picture, and a known tag a tag", async () => {
  const { run, cards, textIn } = await world();
  const text =
    "![plot](img_v3_02ab_c) <font color='red'>red</font> <text_tag color='blue'>tag</text_tag><br>[a](https://a.example)";
  await run([text]);
  expect(cards().map(textIn)).toEqual([text]);
});
