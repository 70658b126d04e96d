// Text from outside in every builder of cards: it is shown, and it means nothing.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  at,
  button,
  card,
  checker,
  collapsible_panel,
  div,
  fitCard,
  img,
  input,
  markdown,
  md,
  overflow,
  select_static,
  table,
} from "../../../src/card/index.ts";
import { jsx, jsxs } from "../../../src/card/jsx-runtime.ts";
import { hostileText } from "../../support/hostile-text.ts";
import { seen, violations } from "./judge.ts";

const HOSTILE = [
  "<at id=all></at>",
  "< AT\nid = 'all' >",
  "</at><at id=all>",
  "&lt;at id=all&gt;",
  "&#60;at id=all&#62;",
  "[safe](https://evil.example)",
  "[safe] (https://evil.example)",
  "![x](img_v3_1)",
  "<a href='https://evil.example'>safe</a>",
  "<link url='https://evil.example'></link>",
  "<font color='red'>",
  "</font>",
  "<person id='ou_1'></person>",
  "**bold**",
  "_i_",
  "~~gone~~",
  "`code`",
  "```\ncode\n```",
  "# heading",
  "> quote",
  "- item",
  "+ item",
  "1. item",
  "12) item",
  "| a |\n| - |\n| 1 |",
  "a\n===",
  "a\n---",
  ":DONE:",
  "$$x$$",
  "\\*a\\*",
  "\uD800",
  "    code",
  "\tcode",
  "<br>",
  "<!-- -->",
];

/** What a value may be cut into, to be completed by what stands beside it. */
const FRAGMENTS = [
  ..."<>&[]()*_~`#|!=+-/\\ \n",
  "at",
  "t",
  " id=all",
  "all",
  "a",
  "https://evil.example",
  "1",
  "'",
  '"',
  "lt;",
  "href=",
];

const LITERALS = [
  "",
  " ",
  "Hi ",
  "\n",
  "<",
  "< ",
  "</",
  "<a",
  "<at",
  "<at id=",
  "<AT ids='",
  "<at email=",
  "'></at>",
  "></at>",
  "<a href='",
  "'>here</a>",
  "<link url='",
  "<font color='",
  "'>",
  "</font>",
  "**",
  "*",
  "~~",
  "[docs]",
  "[docs](",
  "[docs] (",
  ")",
  "] ",
  "(https://good.example)",
  "&",
];

const { value, literal } = hostileText(HOSTILE, FRAGMENTS, LITERALS);

/** Calls the template tag with parts made at run time. */
const fill = (literals: readonly string[], values: readonly (string | ReturnType<typeof at>)[]): string =>
  md(Object.assign([...literals], { raw: literals }) as unknown as TemplateStringsArray, ...values);

/** What the judge finds in a text of these parts. Alone, a value is written as within a text. */
const judge = (literals: readonly string[], values: readonly string[]) =>
  violations(
    fill(literals, values),
    literals,
    values.map((value) => ({ value, shown: fill(["", ""], [value]) })),
  );

const smoothed = (text: string) =>
  text
    .replace(/\r/g, "")
    .replace(/\s/g, " ")
    .replace(/\p{Surrogate}/gu, "\uFFFD");

describe("a value in the Markdown of a card", () => {
  test("takes part in no mention, link, tag or style, whatever stands beside it", () => {
    const template = fc.array(fc.tuple(literal, value), { maxLength: 4 }).chain((pairs) =>
      literal.map((last) => ({
        literals: [...pairs.map(([one]) => one), last],
        values: pairs.map(([, one]) => one),
      })),
    );
    fc.assert(
      fc.property(template, ({ literals, values }) => {
        expect(judge(literals, values)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test.each(HOSTILE)("%j is inert on its own and next to every literal", (hostile) => {
    for (const before of LITERALS) {
      for (const after of ["", "></at>", "'>here</a>", ")", "(https://good.example)", "*"]) {
        expect(judge([before, after], [hostile]), JSON.stringify([before, after])).toEqual([]);
      }
    }
  });

  test("is seen as it was written", () => {
    fc.assert(
      fc.property(value, (one) => {
        expect(smoothed(seen(md`${one}`))).toBe(smoothed(one));
      }),
      { numRuns: 500 },
    );
  });

  test("names nobody in a mention that the developer wrote by hand", () => {
    expect(md`<at id=${"all"}></at>`).toBe("&#60;at id=all></at>");
    expect(md`<at ids=${at("ou_1")},${"all"}></at>`).not.toMatch(/<at ids/);
    expect(md`<${"at"} id=all>`).toBe("&#60;at id=all>");
    expect(md`a < b, ${"c d"}`).toBe("a &#60; b, c d");
  });

  test("may be a name or a number in another tag, and text behind it", () => {
    const write = (color: string) => md`<font color='${color}'>${"<b>"}</font> <local_datetime millisecond='${17}'>`;
    expect(write("red")).toBe("<font color='red'>&#60;b&#62;</font> <local_datetime millisecond='17'>");
    expect(write("red' size='9")).toMatch(/^&#60;font /);
  });

  test("may be a name with hyphens and underscores, which clients do not decode in a tag", () => {
    expect(md`<font color='${"blue-500"}'>a</font>`).toBe("<font color='blue-500'>a</font>");
    expect(md`<local_datetime format_type='${"date_num"}'>`).toBe("<local_datetime format_type='date_num'>");
    expect(md`<number_tag background_color='${"blue-500"}' font_color='${"red-50"}'>1</number_tag>`).toBe(
      "<number_tag background_color='blue-500' font_color='red-50'>1</number_tag>",
    );
    // A later value breaks the tag: an underscore in the text of it would be a style.
    expect(md`<font color='${"_a_"}' size='${"b c"}'>`).toBe("&#60;font color='&#95;a&#95;' size='b c'>");
    expect(md`<!${"--"}`).toBe("<!&#45;&#45;");
  });

  test("is an address only as a URL", () => {
    expect(md`[a](${"https://evil.example"})`).toMatch(/^\[a&#93;\(/);
    expect(md`[a](${new URL("https://a.example/b_(c)?d=*&e='f'#[g]")})`).toBe(
      "[a](https://a.example/b%5f%28c%29?d=%2a&e=%27f%27#%5bg%5d)",
    );
    expect(md`<a href='${new URL("https://a.example/")}'>a</a>`).toBe("<a href='https://a.example/'>a</a>");
    for (const address of ["javascript:alert(1)", "data:text/html,a", "mailto:a@b.example"]) {
      expect(() => md`[a](${new URL(address)})`).toThrow(/a link must begin with https:\/\/ or http:\/\//);
    }
  });

  test.each(["<", "[", "*", "&", " ", "\n", "](", "<at "])("is written with 100 KB of %j", (one) => {
    const long = one.repeat(100_000 / one.length);
    expect(smoothed(seen(md`<font color=${long}>`))).toBe(smoothed(`<font color=${long}>`));
  });
});

/** Every text in a component, by its tag. */
function textsIn(part: unknown): [tag: unknown, text: unknown][] {
  const { tag, content } = Object(part);
  const inner = typeof part === "object" ? Object.values(part ?? {}).flatMap(textsIn) : [];
  return content === undefined ? inner : [[tag, content], ...inner];
}

/** Each builder that takes a text, as a function and as a tag. */
const TEXTS: Record<string, (text: string) => unknown> = {
  button: (text) => button(text, { hover_tips: text, disabled_tips: text, confirm: { title: text, text } }),
  "<button>": (text) => jsx("button", { children: text, confirm: { title: text, text } }),
  div: (text) => div(text),
  "<div>": (text) => jsx("div", { children: ["", text] }),
  checker: (text) => checker("done", text),
  "<checker>": (text) => jsx("checker", { name: "done", children: text }),
  img: (text) => img("img_1", { alt: text, title: text }),
  input: (text) => input("a", { placeholder: text, label: text }),
  overflow: (text) => overflow([{ text, value: "a" }]),
  select_static: (text) => select_static("a", [{ text, value: "a" }], { placeholder: text }),
  collapsible_panel: (text) => collapsible_panel([], { header: { title: text } }),
  card: (text) => card([], { header: { title: text, subtitle: text, text_tag_list: [{ tag: "text_tag", text }] } }),
  "<card>": (text) => jsx("card", { header: { title: text } }),
};

describe("a text in a component", () => {
  test.each(Object.entries(TEXTS))("is plain text, in which nothing has a meaning: %s", (_, build) => {
    fc.assert(
      fc.property(value.filter(Boolean), (text) => {
        const texts = textsIn([build(text)]);
        expect(texts.length).toBeGreaterThan(0);
        expect(new Set(texts.map(([tag]) => tag))).toEqual(new Set(["plain_text"]));
        expect(new Set(texts.map(([, content]) => content))).toEqual(new Set([text]));
      }),
      { numRuns: 50 },
    );
  });

  test("is written by md where it is Markdown, in functions and in JSX", () => {
    fc.assert(
      fc.property(value, (text) => {
        const { content } = markdown(md`**${text}**`);
        expect(jsxs("markdown", { children: md`**${text}**` })).toEqual({ tag: "markdown", content });
        expect(violations(content, ["**", "**"], [{ value: text, shown: md`${text}` }])).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test("stays text when a table becomes Markdown", () => {
    fc.assert(
      fc.property(value.filter(Boolean), (text) => {
        const node = table([{ name: "a", display_name: text, data_type: "text" }], [{ a: text }]);
        const { cards } = fitCard(card([node]), { maxTables: 0 });
        const [line = ""] = Object(cards[0]?.body?.elements[0]).content.split("\n");
        const cell = md`${text
          .split("\n")
          .map((one) => one.trim())
          .filter(Boolean)
          .join(" ")}`;
        expect(line).toBe(`- **${md`${text}`}** ${cell}`);
      }),
      { numRuns: 100 },
    );
  });
});
