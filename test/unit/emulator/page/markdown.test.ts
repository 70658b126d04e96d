import { describe, expect, test } from "vitest";
import { decodeEntities, parseMarkdown, parseTag } from "../../../../src/emulator/page/markdown/parse.ts";

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

test.each([
  ["&#42;x&#42;", "*x*"],
  ["&#x41;", "A"],
  ["&lt;b&gt; &amp;amp; &sim;", "<b> &amp; ~"],
  ["&nope; &constructor; & &#0; &#99999999;", "&nope; &constructor; & &#0; &#99999999;"],
  ["&#1114112;", "&#1114112;"],
])("entities of %j", (text, expected) => expect(decodeEntities(text)).toBe(expected));
