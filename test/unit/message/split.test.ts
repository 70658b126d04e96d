import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitMarkdown } from "../../../src/message/index.ts";

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** The text without what a split may add (fences, headers of tables) or drop (white space). */
const essence = (text: string): string => text.replace(/\s/g, "");

const ROWS = Array.from({ length: 40 }, (_, index) => `| ${index} | row number ${index} |`);
const TABLE = ["| n | text |", "| --- | --- |", ...ROWS].join("\n");
const CODE_LINES = Array.from({ length: 60 }, (_, index) => `const line${index} = ${index};`);
const CODE = ["```ts", ...CODE_LINES, "```"].join("\n");

describe("Markdown that fits", () => {
  test("is one piece, without white space at its end", () => {
    expect(splitMarkdown(`# a\n\nb\n${CODE}\n${TABLE}\n\n`, { maxBytes: 100_000 })).toEqual([
      `# a\n\nb\n${CODE}\n${TABLE}`,
    ]);
    expect(splitMarkdown("äöü", { maxBytes: 6 })).toEqual(["äöü"]);
  });

  test("is no piece if there is nothing to show", () => {
    expect(splitMarkdown("", { maxBytes: 10 })).toEqual([]);
    expect(splitMarkdown(" \n\n \n", { maxBytes: 10 })).toEqual([]);
  });
});

describe("Markdown that is too long", () => {
  test("is split between paragraphs", () => {
    const paragraphs = ["a".repeat(30), "b".repeat(30), "c".repeat(30)];
    expect(splitMarkdown(paragraphs.join("\n\n"), { maxBytes: 70 })).toEqual([
      `${paragraphs[0]}\n\n${paragraphs[1]}`,
      paragraphs[2],
    ]);
  });

  test("keeps a heading with its text", () => {
    const [a, b] = ["a".repeat(40), "b".repeat(40)];
    expect(splitMarkdown(`${a}\n\n## Title\n${b}`, { maxBytes: 60 })).toEqual([a, `## Title\n${b}`]);
  });

  test("closes code and opens it again with its language", () => {
    const pieces = splitMarkdown(`before\n\n${CODE}\n\nafter`, { maxBytes: 300 });
    expect(pieces.length).toBeGreaterThan(3);
    const code = pieces.filter((piece) => piece.includes("const"));
    for (const piece of code) {
      expect(piece).toMatch(/^(before\n\n)?```ts\n[^`]*\n```(\n\nafter)?$/);
    }
    expect(code.flatMap((piece) => piece.match(/const line.*/g))).toEqual(CODE_LINES);
  });

  test("closes code that the text left open", () => {
    const pieces = splitMarkdown(`\`\`\`ts\n${CODE_LINES.join("\n")}`, { maxBytes: 300 });
    expect(pieces.every((piece) => /^```ts\n[^`]*\n```$/.test(piece))).toBe(true);
  });

  test("keeps code in code of its own fence, and its indent in a list", () => {
    const inner = `  ~~~~md\n  \`\`\`\n  ${"a ".repeat(30)}\n  \`\`\`\n  ~~~\n  b\n  ~~~~`;
    for (const piece of splitMarkdown(`- x\n${inner}\n- y`, { maxBytes: 60 })) {
      expect(piece.match(/^ {2}~~~~/gm)?.length ?? 0).toSatisfy((fences: number) => fences % 2 === 0);
    }
  });

  test("keeps a table whole where it fits, and repeats its header where it does not", () => {
    const whole = splitMarkdown(`${"a".repeat(500)}\n\n${TABLE}`, { maxBytes: bytesOf(TABLE) });
    expect(whole).toEqual(["a".repeat(500), TABLE]);
    const pieces = splitMarkdown(TABLE, { maxBytes: 300 });
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.every((piece) => piece.startsWith("| n | text |\n| --- | --- |\n| "))).toBe(true);
    expect(pieces.flatMap((piece) => piece.split("\n").slice(2))).toEqual(ROWS);
  });

  test("is cut within a line only where the line alone is too long, at a space and not within a tag", () => {
    expect(splitMarkdown("aaaa bbbb cccc dddd", { maxBytes: 12 })).toEqual(["aaaa bbbb", "cccc dddd"]);
    expect(splitMarkdown(`aaaaaa<at user_id="x">b`, { maxBytes: 18 })).toEqual(["aaaaaa", `<at user_id="x">b`]);
    expect(splitMarkdown("a".repeat(25), { maxBytes: 10 })).toEqual(["a".repeat(10), "a".repeat(10), "a".repeat(5)]);
  });

  test("cuts no character", () => {
    for (const pieces of [
      splitMarkdown("😀".repeat(9), { maxBytes: 10 }),
      splitMarkdown("你".repeat(9), { maxBytes: 4 }),
    ]) {
      expect(pieces.join("")).not.toMatch(/\uFFFD|[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
      expect(pieces.join("").length).toBeGreaterThan(8);
    }
  });
});

const line = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "```",
    "```js",
    "~~~~",
    "  ```",
    "# Title",
    "| a | b |",
    "| - | - |",
    "|-|",
    "- x",
    "> y",
    "---",
  ),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 10 }),
);
const document = fc.array(line, { maxLength: 40 }).map((lines) => lines.join("\n"));

describe("any text, in pieces of any size", () => {
  test("stays within its size and loses nothing", () => {
    fc.assert(
      fc.property(document, fc.integer({ min: 4, max: 200 }), (text, maxBytes) => {
        const pieces = splitMarkdown(text, { maxBytes });
        expect(Math.max(0, ...pieces.map(bytesOf))).toBeLessThanOrEqual(maxBytes);
        expect(pieces.every((piece) => piece.trim())).toBe(true);
        // Every character is there, in order; between them only what a split repeats.
        const whole = essence(pieces.join("\n"));
        let at = 0;
        for (const character of essence(text)) {
          at = whole.indexOf(character, at) + 1;
          expect(at).toBeGreaterThan(0);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("is every character again where no code or table is cut", () => {
    const plain = fc.array(fc.string({ unit: "grapheme", maxLength: 60 }).map((one) => one.replace(/[`~|]/g, "")));
    fc.assert(
      fc.property(plain, fc.integer({ min: 8, max: 100 }), (lines, maxBytes) => {
        const text = lines.join("\n");
        expect(essence(splitMarkdown(text, { maxBytes }).join(""))).toBe(essence(text));
      }),
      { numRuns: 200 },
    );
  });

  test.each(["a", " ", "\n", "`", "```\n", "|", "|\n|-\n", "# \n", "<", "<a ", "😀", "| a\n", "~~~\n"])(
    "are of the size that is asked for, of 20 KB of %j",
    (one) => {
      for (const maxBytes of [4, 1000]) {
        const sizes = splitMarkdown(one.repeat(20_000 / one.length), { maxBytes }).map(bytesOf);
        expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(maxBytes);
      }
    },
  );
});

test.each([0, 3, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, undefined, null, "10"])(
  "%s is no size of a piece",
  (maxBytes) => {
    expect(() => splitMarkdown("a", { maxBytes: maxBytes as number })).toThrow(RangeError);
  },
);
