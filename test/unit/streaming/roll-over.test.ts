import { describe, expect, test } from "vitest";
import { findCut } from "../../../src/streaming/cut.ts";
import { rollOver } from "../../../src/streaming/index.ts";
import { plain } from "./fault-run.ts";
import { slowly, world } from "./world.ts";

const measure = (text: string) => new TextEncoder().encode(text).length;

/** All parts of a text, each of at most so many bytes, as the cards show them. */
function cutAll(text: string, maxBytes: number): string[] {
  const parts: string[] = [];
  let head = "";
  for (let rest = text; ; ) {
    const cut = findCut(rest, head, { maxBytes, measure });
    if (!cut) {
      return [...parts, head + rest];
    }
    expect(cut.at).toBeGreaterThan(0);
    parts.push(head + rest.slice(0, cut.at) + cut.tail);
    rest = rest.slice(cut.at);
    head = cut.head;
  }
}

describe("a cut", () => {
  test("of a text that fits is none", () => {
    expect(findCut("one\n\ntwo", "", { maxBytes: 100, measure })).toBeUndefined();
    expect(findCut("", "", { maxBytes: 100, measure })).toBeUndefined();
  });

  test("is between paragraphs where there are some", () => {
    expect(cutAll("first paragraph here\n\nsecond paragraph here\n\nthird", 54)).toEqual([
      "first paragraph here\n\n",
      "second paragraph here\n\nthird",
    ]);
  });

  test("closes a code block, and opens it again with its language", () => {
    const code = `\`\`\`ts\n${"const line = 1;\n".repeat(8)}\`\`\`\nafter`;
    const parts = cutAll(code, 90);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) {
      expect(part.match(/```/g)?.length ?? 0).toSatisfy((count: number) => count % 2 === 0);
      expect(measure(part)).toBeLessThanOrEqual(90);
    }
    expect(parts[1]).toMatch(/^```ts\nconst line/);
    expect(plain(parts.join("\n"))).toBe(plain(code));
  });

  test("repeats the head of a table that is too large", () => {
    const table = `| a | b |\n|---|---|\n${"| cell | cell |\n".repeat(12)}`;
    const parts = cutAll(table, 90);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) {
      expect(part).toMatch(/^\| a \| b \|\n\|---\|---\|\n\| cell/);
    }
  });

  test("comes before a fourth table", () => {
    const table = (name: string) => `Text ${name}\n\n| ${name} | b |\n|---|---|\n| c | d |\n\n`;
    const parts = cutAll(Array.from({ length: 12 }, (_, index) => table(`t${index}`)).join(""), 29_000);
    expect(parts.map((part) => part.match(/\|---\|/g)?.length)).toEqual([3, 3, 3, 3]);
    expect(parts.every((part) => /^(Text|\| t\d+ \| b \|\n\|---)/.test(part))).toBe(true);
  });

  test("leaves a heading with what follows", () => {
    const parts = cutAll("first paragraph here\n\n## Heading\n\nsecond paragraph\n", 58);
    expect(parts).toEqual(["first paragraph here\n\n", "## Heading\n\nsecond paragraph\n"]);
  });

  test("does not count tables in code", () => {
    const code = `\`\`\`\n${"| a | b |\n|---|---|\n".repeat(9)}\`\`\`\n`;
    expect(findCut(code, "", { maxBytes: 29_000, measure })).toBeUndefined();
  });

  test.each([
    ["without spaces", "x".repeat(500)],
    ["with spaces", "word ".repeat(100)],
    ["of pairs", "🎉".repeat(100)],
  ])("divides a long line %s and loses nothing", (_, line) => {
    const parts = cutAll(line, 64);
    expect(parts.join("")).toBe(line);
    expect(parts.filter((part) => /\p{Surrogate}/u.test(part))).toEqual([]);
  });

  test.each([4, 17, 20, 24])("goes on with %i bytes, which hold next to nothing", (maxBytes) => {
    const text = "```ts\nlet a = 1;\n```\n🎉🎉\n| a | b |\n|---|---|\n| c | d |\n";
    expect(plain(cutAll(text, maxBytes).join("")).length).toBeGreaterThan(20);
  });
});

describe("an answer that is too large for a card", () => {
  const PARAGRAPHS = Array.from({ length: 900 }, (_, index) => `Paragraph ${index} ${"says something ".repeat(6)}\n\n`);

  test("goes on in further cards, all of them closed", async () => {
    const { run, clock, cards, textIn } = await world();
    const result = await run(slowly(PARAGRAPHS, clock, 50), { rollOver });
    expect(result).toMatchObject({ outcome: "complete", unsent: "" });
    expect(cards().length).toBeGreaterThan(3);
    expect(result.message_ids).toHaveLength(cards().length);
    expect(cards().map(textIn).join("")).toBe(PARAGRAPHS.join(""));
    expect(cards().some(({ config }) => config.streaming_mode)).toBe(false);
    expect(result.calls).toBeLessThanOrEqual(100);
  });

  test("goes on at once if it comes at once", async () => {
    const { run, cards, textIn } = await world();
    const result = await run([PARAGRAPHS.join("")], { rollOver });
    expect(result).toMatchObject({ outcome: "complete", unsent: "" });
    expect(cards().map(textIn).join("")).toBe(PARAGRAPHS.join(""));
  });

  test("is shown again from its beginning by another attempt, and the other cards are recalled", async () => {
    const { run, clock, cards, textIn } = await world();
    await expect(
      run(
        async function* () {
          yield* slowly(PARAGRAPHS, clock, 50);
          throw new Error("model failed");
        },
        { rollOver },
      ),
    ).rejects.toThrow("model failed");
    expect(cards().length).toBeGreaterThan(3);
    expect((await run(["short"], { rollOver })).outcome).toBe("complete");
    expect(cards().map(textIn)).toEqual(["short"]);
  });

  test("goes on from its last card if the source continues the text", async () => {
    const { run, clock, cards, textIn } = await world();
    await expect(
      run(
        async function* () {
          yield* slowly(PARAGRAPHS, clock, 50);
          throw new Error("model failed");
        },
        { rollOver },
      ),
    ).rejects.toThrow("model failed");
    const before = cards().length;
    const result = await run(({ text }) => [text ? "The end." : "lost"], { rollOver });
    expect(result.outcome).toBe("complete");
    expect(cards()).toHaveLength(before);
    expect(cards().map(textIn).join("")).toBe(`${PARAGRAPHS.join("")}The end.`);
  });

  test.each([300305, 200860])("ends a card at the text that was accepted before %i", async (code) => {
    const { run, clock, cards, textIn, fault } = await world();
    fault({ kind: "refusal", code, path: "/content", atRequest: 3 });
    const words = Array.from({ length: 100 }, (_, index) => `word number ${index} `);
    const result = await run(slowly(words, clock), { rollOver });
    expect(result).toMatchObject({ outcome: "complete", unsent: "" });
    expect(cards().length).toBe(2);
    expect(cards().map(textIn).join("")).toBe(words.join(""));
  });

  test("ends if every card is refused as too large", async () => {
    const { run, clock, fault, cards, textIn } = await world();
    fault({ kind: "refusal", code: 200860, path: "/content", atRequest: 2, times: Number.POSITIVE_INFINITY });
    const words = Array.from({ length: 100 }, (_, index) => `word number ${index} `);
    const { text, unsent } = await run(slowly(words, clock), { rollOver });
    expect(text).toBe(words.join(""));
    expect(`${cards().map(textIn).join("")}${unsent}`).toBe(text);
    expect(cards().some(({ config }) => config.streaming_mode)).toBe(false);
  });

  test("has twelve tables, three in a card", async () => {
    const { run, clock, cards } = await world({ cardRules: { "tables-advice": "refuse" } });
    const tables = Array.from(
      { length: 12 },
      (_, index) => `Table ${index}\n\n| a | b |\n|---|---|\n| ${index} | d |\n\n`,
    );
    expect(await run(slowly(tables, clock, 500), { rollOver })).toMatchObject({ outcome: "complete", unsent: "" });
    expect(cards()).toHaveLength(4);
  });

  test("is a code block of 40 KB", async () => {
    const { run, cards, textIn } = await world();
    const code = `\`\`\`ts\n${Array.from({ length: 1_600 }, (_, index) => `const value${index} = ${index};`).join("\n")}\n\`\`\``;
    expect(await run([code], { rollOver })).toMatchObject({ outcome: "complete", unsent: "" });
    const texts = cards().map(textIn) as string[];
    expect(texts.length).toBeGreaterThan(1);
    expect(texts.every((text) => text.startsWith("```ts\n") && text.trimEnd().endsWith("```"))).toBe(true);
    expect(plain(texts.join("\n"))).toBe(plain(code));
  });
});
