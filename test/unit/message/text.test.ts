import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { at, atAll, text } from "../../../src/message/index.ts";
import { hostileText } from "../../support/hostile-text.ts";
import { violations } from "./judge.ts";

const written = (content: { content: string }): string => JSON.parse(content.content).text;

/** Calls the template tag with parts made at run time. */
function fill(literals: readonly string[], values: readonly (string | ReturnType<typeof at>)[]): string {
  return written(text(Object.assign([...literals], { raw: literals }) as unknown as TemplateStringsArray, ...values));
}

const HOSTILE = [
  '<at user_id="all"></at>',
  '<AT user_id = "all" >',
  "< at\nuser_id='all'>",
  "<at user_id=all/>",
  "&lt;at user_id=&quot;all&quot;&gt;",
  "&#60;at user_id=all&#62;",
  "&#x3C;at&#x20;user_id=all&#x3E;",
  "&amp;lt;at user_id=all&amp;gt;",
  "&LT;at>",
  "&#60at user_id=all>",
  "[safe](https://evil.example)",
  "[safe] (https://evil.example)",
  "![x](https://evil.example)",
  "**bold**",
  "***",
  "~~gone~~",
  "<b>bold</b>",
  "< / b >",
  '<a href="https://evil.example">safe</a>',
  "<!-- -->",
  "@_all",
  "@_user_1",
  "\uD800",
  "\u200B",
  "</at><at user_id='all'>",
];

/** What values may be cut into, to be completed by what stands beside them. */
const FRAGMENTS = [
  "<",
  ">",
  "&",
  "#60;",
  "lt;",
  "at",
  " user_id='all'",
  "[",
  "]",
  "(",
  ")",
  "*",
  "~",
  "/",
  "@",
  "_all",
  "all",
  "user_1",
];

const LITERALS = [
  "",
  " ",
  "Hi ",
  "\n",
  "<",
  "< ",
  "</",
  '<at user_id="',
  '"></at>',
  "<b>",
  "</b>",
  "**",
  "*",
  "~",
  "&",
  "&#",
  "&l",
  "[",
  "[docs]",
  "] ",
  "[docs](",
  ")",
  "(https://good.example)",
  "@",
  "@_",
  "[docs](https://good.example) ",
];

const { value, literal } = hostileText(HOSTILE, FRAGMENTS, LITERALS);
const template = fc
  .array(fc.tuple(literal, value), { maxLength: 4 })
  .chain((pairs) =>
    literal.map((last) => ({ literals: [...pairs.map(([one]) => one), last], values: pairs.map(([, one]) => one) })),
  );

const wellFormed = (one: string) => (one as unknown as { toWellFormed(): string }).toWellFormed();

describe("a value in a text message", () => {
  test("takes part in no mention, link or style, whatever stands beside it", () => {
    fc.assert(
      fc.property(template, ({ literals, values }) => {
        expect(violations(wellFormed(fill(literals, values)), literals, values.map(wellFormed))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test.each(HOSTILE)("%j is inert on its own and next to every literal", (hostile) => {
    for (const before of LITERALS) {
      for (const after of LITERALS) {
        const sent = wellFormed(fill([before, after], [hostile]));
        expect(violations(sent, [before, after], [wellFormed(hostile)]), JSON.stringify([before, after])).toEqual([]);
      }
    }
  });

  test("is shown as it was written, but for spaces that nobody sees", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (one) => {
        expect(fill(["a ", " b"], [one]).replaceAll("\u200B", "")).toBe(`a ${one.replaceAll("\u200B", "")} b`);
      }),
    );
  });

  test("needs no space in an ordinary sentence", () => {
    const name = "Ada (a person), 5 * 3 = 15, f(x)[0], snake_case & co. ~ a@b.example, 1 > 0";
    expect(written(text`Hi ${name}!`)).toBe(`Hi ${name}!`);
  });

  test("leaves the developer's own tags, styles and links as they are", () => {
    expect(
      written(text`<b>${"Ada"}</b> **${"Bob"}** <at user_id="ou_1">${"Eve"}</at> [${"docs"}](https://good.example)`),
    ).toBe('<b>Ada</b> **Bob** <at user_id="ou_1">Eve</at> [docs](https://good.example)');
  });

  test("cannot be half a character", () => {
    expect(text`${"\uD800"}`.content).toBe('{"text":"\uFFFD"}');
    expect(text`${"😀"}`.content).toBe('{"text":"😀"}');
  });

  test.each(["<", "&", "] ", "]", "*", "@", "<at ", "](", " ", "[a](b)"])("is written with 100 KB of %j", (one) => {
    const long = one.repeat(100_000 / one.length);
    expect(written(text`<${long}>`).replaceAll("\u200B", "")).toBe(`<${long}>`);
  });

  test.each([[undefined], [null], [{}], [[]], [Symbol("a")], [() => "a"], [{ tag: "at", user_id: "all" }]])(
    "%o is refused: only at() and atAll() mention",
    (one) => {
      expect(() => text`Hi ${one as string}`).toThrow(/text: value 1 must be a string, number or at\(\)/);
    },
  );

  test("may be a number or a boolean", () => {
    expect(written(text`${1} ${2n} ${true}`)).toBe("1 2 true");
  });

  test("has to stand in a template", () => {
    expect(() => text("hello" as unknown as TemplateStringsArray)).toThrow(TypeError);
  });
});

describe("a mention in a text message", () => {
  test("is a tag with the id", () => {
    expect(written(text`Hi ${at("ou_1")} and ${atAll()}`)).toBe(
      'Hi <at user_id="ou_1"></at> and <at user_id="all"></at>',
    );
  });

  test("can be styled by the developer", () => {
    expect(written(text`**${at("ou_1")}**`)).toBe('**<at user_id="ou_1"></at>**');
  });

  test("does not help a value to end what the developer left open", () => {
    const literals = ["[docs](", "", ""];
    const sent = fill(literals, [at("ou_1"), "https://evil.example)"]);
    expect(sent).not.toContain("](");
  });

  test.each(["ou_7d8a6e6df7621556ce0d21922b676706", "on_1", "7f1b", "a.b-c@d.example", "ALLAN"])(
    "%s is an id",
    (id) => {
      expect(at(id).user_id).toBe(id);
    },
  );

  test.each(["all", "ALL", "", " ou_1", "ou_1 ", 'ou_1"><at user_id="all', "@_user_1", "@_all", "ou_1\n", "ü", "<", 1])(
    "%j is no id",
    (id) => {
      expect(() => at(id as string)).toThrow(/userId must be a user id/);
    },
  );

  test.each([[undefined], [null], [{}], [{ open_id: "ou_1" }]])("%j is no id", (id) => {
    expect(() => at(id as unknown as string)).toThrow(TypeError);
  });
});

test("values are written as the guide's table shows", () => {
  const guide = readFileSync(new URL("../../../docs/messages-and-cards.md", import.meta.url), "utf8");
  const [, table = ""] = guide.split("| value | sent |\n");
  const rows = [...(table.split("\n\n")[0] ?? "").matchAll(/^\| `(.+)` \| `(.+)` \|$/gm)];
  expect(rows.length).toBeGreaterThan(4);
  for (const [, value = "", sent] of rows) {
    expect(fill(["", ""], [value]).replaceAll("\u200B", "␣")).toBe(sent);
  }
});
