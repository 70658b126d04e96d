import { describe, expect, test } from "vitest";
import { drawMarkdown } from "../../../src/emulator/page/markdown/markdown.tsx";
import { decodeEntities, parseMarkdown, parseTag } from "../../../src/emulator/page/markdown/parse.ts";
import { parts } from "../../../src/emulator/page/message/text.tsx";

describe("tags of the platform", () => {
  test.each([
    ["<font color='red'>", { name: "font", isEnd: false, attributes: { color: "red" } }],
    ['<at user_id="ou_1">', { name: "at", isEnd: false, attributes: { user_id: "ou_1" } }],
    ["<at id=ou_1>", { name: "at", isEnd: false, attributes: { id: "ou_1" } }],
    ["<text_tag color='a > b'>", { name: "text_tag", isEnd: false, attributes: { color: "a > b" } }],
    ["</FONT>", { name: "font", isEnd: true, attributes: {} }],
    ["<br/>", { name: "br", isEnd: false, attributes: {} }],
    ["<a href='x' __proto__='y'>", { name: "a", isEnd: false, attributes: { href: "x", ["__proto__"]: "y" } }],
  ])("%s", (raw, expected) => {
    const { name, isEnd, attributes } = parseTag(raw) ?? {};
    expect({ name, isEnd, attributes: [...(attributes ?? [])] }).toEqual({
      ...expected,
      attributes: Object.entries(expected.attributes),
    });
  });

  test("a single line break is a break in a card, and none in a post", () => {
    const breaks = (inPost: boolean) => JSON.stringify(parseMarkdown("a\nb", !inPost)).includes('"type":"br"');
    expect([breaks(false), breaks(true)]).toEqual([true, false]);
  });

  test.each(["<!-- x -->", "<!doctype html>", "<?xml?>", "< b>", "<>", "text", "<1>"])("%s is none", (raw) =>
    expect(parseTag(raw)).toBeUndefined(),
  );
});

describe("markdown", () => {
  const kinds = (text: string): string[] => parseMarkdown(text).map((token) => token.type);
  const inner = (text: string): string[] =>
    parseMarkdown(text).flatMap((token) => ("tokens" in token ? (token.tokens ?? []).map(({ type }) => type) : []));

  test("HTML is never a block: not even a script", () => {
    for (const text of [
      "<script>x</script>",
      "<div>\nx\n</div>",
      "<style>x</style>",
      "<!-- x -->",
      "<font color=red>\nx",
    ]) {
      expect(kinds(text)).toEqual(["paragraph"]);
    }
  });

  test("tags with underscores are tags", () => {
    expect(inner("<text_tag color='red'>x</text_tag>")).toEqual(["html", "text", "html"]);
    expect(inner("<https://a.example/x_y_z>")).toEqual(["link"]);
  });

  test("a text that ends in the middle is read as far as it goes", () => {
    for (const text of ["**bo", "```ts\nconst a", "| a | b |\n| --", "[x](http", "<font color='re", "> quo", "- it"]) {
      expect(
        parseMarkdown(text)
          .map(({ raw }) => raw)
          .join(""),
      ).toBe(text);
    }
  });

  test("what is made to be slow is not", () => {
    for (const text of [
      "*a ".repeat(3000),
      "[".repeat(3000),
      "<at ".repeat(3000),
      "`".repeat(3000),
      "> ".repeat(400),
    ]) {
      expect(parseMarkdown(text).length).toBeGreaterThan(0);
    }
  });
});

describe("what nests deeper than a person reads", () => {
  /** How many elements lie inside each other. */
  function depthOf(drawn: unknown): number {
    if (Array.isArray(drawn)) {
      return Math.max(0, ...drawn.map(depthOf));
    }
    const props = typeof drawn === "object" && drawn !== null ? Reflect.get(drawn, "props") : undefined;
    return props === undefined ? 0 : 1 + depthOf(Reflect.get(Object(props), "children"));
  }

  const INPUTS: Readonly<Record<string, string>> = {
    quotes: "> ".repeat(10_000),
    "quotes without blanks": `${">".repeat(10_000)}x`,
    lists: Array.from({ length: 1500 }, (_, level) => `${" ".repeat(2 * level)}- x`).join("\n"),
    "lists in a line": "- ".repeat(10_000),
    "lists of numbers in a line": "1. ".repeat(10_000),
    tags: `${"<font color=red>".repeat(10_000)}x`,
    "tags of all kinds": `${"<b><i><u><font color='red'><text_tag>".repeat(1000)}x`,
    stars: `${"*a **b ".repeat(2000)}x${" b** a*".repeat(2000)}`,
    links: `${"[".repeat(3000)}x${"](https://a.example)".repeat(3000)}`,
    "quotes and tags": `${"> - ".repeat(50)}**${"<font color=red>".repeat(500)}`,
  };

  test.each(Object.entries(INPUTS))("%s", (_name, text) => {
    expect(depthOf(drawMarkdown(text))).toBeLessThan(120);
  });

  test("stays what it is as far as people go", () => {
    expect(depthOf(drawMarkdown("> > > - **a *b***"))).toBe(7);
  });
});

test("a text of beginnings without an end is drawn at once", () => {
  for (const beginning of ["<b>", "[", "[a](https:", '<at user_id="', "http://.", "@_user_"]) {
    const started = performance.now();
    parts(beginning.repeat(150_000 / beginning.length), []);
    // A second on a machine of its own; half a minute and more for a pattern that takes the square of the length.
    expect(performance.now() - started, beginning).toBeLessThan(15_000);
  }
}, 120_000);

test.each([
  ["&#42;x&#42;", "*x*"],
  ["&#x41;", "A"],
  ["&lt;b&gt; &amp;amp; &sim;", "<b> &amp; ~"],
  ["&nope; &constructor; & &#0; &#99999999;", "&nope; &constructor; & &#0; &#99999999;"],
  ["&#1114112;", "&#1114112;"],
])("entities of %j", (text, expected) => expect(decodeEntities(text)).toBe(expected));
