// Texts of models that broke bots, rebuilt from public reports: the card shows them, and nothing is lost.
import { expect, test } from "vitest";
import { fallBack, rollOver } from "../../../src/streaming/index.ts";
import { plain } from "./fault-run.ts";
import { slowly, world } from "./world.ts";

const row = (index: number) => `| item ${index} | ${"value ".repeat(3)}|`;
const tableOf = (rows: number) =>
  `| name | value |\n|:---|---:|\n${Array.from({ length: rows }, (_, index) => row(index)).join("\n")}\n`;

test.each<[report: string, text: string]>([
  [
    "six tables, of which five are accepted",
    Array.from({ length: 6 }, (_, at) => `## Part ${at}\n\n${tableOf(3)}`).join("\n"),
  ],
  ["a table of 600 rows", tableOf(600)],
  ["tables without a blank line between them and the text", `Text\n${tableOf(2)}More text\n${tableOf(2)}`],
  ["more than 30,000 characters of Chinese", "飞书卡片里的回答很长。\n\n".repeat(3_000)],
  ["a list of links to pictures", "![one](https://example.com/1.png)\n![two](http://example.com/2.png)\n"],
  ["a picture in half a tag", "Look: ![chart](https://example.com/chart.p"],
  ["a code block that holds fences", "````md\n```ts\nlet a;\n```\n````\n"],
  ["a code block in a list", "1. First\n\n   ```bash\n   npm install\n   ```\n\n2. Second\n"],
  ["a code block that is never closed", `\`\`\`python\n${"print('hello')\n".repeat(3_000)}`],
  ["mentions of everybody", 'Hello <at id="all"></at> and <at user_id="ou_1">Ada</at>'],
  ["HTML", "<div onclick=alert(1)><b>bold</b><br/>\n<think>hidden</think></div>"],
  ["JSON", JSON.stringify({ card: { elements: [{ tag: "markdown", content: "\\n" }] } })],
  ["formulas", "$$\\\\frac{a}{b}$$ and \\\\(x^2\\\\)"],
  ["control characters", "a\u0000b\u0007c\u2028d\ufeffe"],
  ["one line of 50,000 characters", "x".repeat(50_000)],
  ["emoji of several code points", "👩‍👩‍👧‍👦🏳️‍🌈".repeat(2_000)],
])("%s", async (_, text) => {
  const { run, clock, cards, textIn, emulator, chat } = await world({ cardRules: { "tables-advice": "refuse" } });
  const size = Math.ceil(text.length / 40);
  const chunks = Array.from({ length: 40 }, (__, index) => text.slice(index * size, (index + 1) * size));
  const result = await run(slowly(chunks, clock, 300), { rollOver, fallBack });
  expect(result).toMatchObject({ outcome: "complete", unsent: "", text });
  const own = emulator.messages(chat).filter(({ sender, deleted }) => sender.sender_type === "app" && !deleted);
  expect(own.map(({ msg_type }) => msg_type)).toEqual(cards().map(() => "interactive"));
  expect(cards().some(({ config }) => config.streaming_mode)).toBe(false);
  // What a cut repeats is the head of a table.
  const parts = cards().map((card, index) => {
    const shown = textIn(card) ?? "";
    const isInTable = (textIn(cards()[index - 1] ?? card) ?? "").trimEnd().endsWith("|");
    const [head = ""] = (index > 0 && isInTable && /^\|.*\n\|[-:|]+\n/.exec(shown)) || [];
    return shown.slice(head.length);
  });
  const dense = (part: string) =>
    plain(part)
      .replace(/^\s*[`~]{3,}\w*\s*$/gm, "")
      .replaceAll(" ", "")
      .replaceAll("````md", "")
      .replaceAll("````", "")
      .replaceAll("```ts", "")
      .replaceAll("```", "");
  expect(dense(parts.join("\n"))).toBe(dense(text));
});
