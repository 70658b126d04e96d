import { describe, expect, it } from "vitest";
import { at, atAll, markdown, md } from "../../../src/card/index.ts";
import { at as messageAt } from "../../../src/message/index.ts";

describe("md", () => {
  it("leaves the literal text alone, and writes interpolated text as it is shown", () => {
    expect(md`**${"42 €"}** for [all](https://example.com)`).toBe("**42 €** for [all](https://example.com)");
    expect(md`${1}`).toBe("1");
    expect(markdown(md`${"<b>"}`).content).toBe("&#60;b&#62;");
  });

  it("mentions by at and atAll, which no text can be", () => {
    expect(md`Hi ${at("ou_1")} and ${atAll()}`).toBe("Hi <at id=ou_1></at> and <at id=all></at>");
    expect(() => md`${{ tag: "at", user_id: "all" } as never}`).toThrow(TypeError);
    expect(() => md`Hi ${{ toString: () => "<at id=all></at>" } as never}`).toThrow(/value 1 must be a string/);
    expect(() => md`${"a"} ${messageAt("ou_1") as never}`).toThrow(/value 2 .* at\(\) of lark-edge\/card/);
  });

  it.each(["all", "ALL", "", "ou_1 onload=x", "ou_1></at><at id=all", undefined, 1, { toString: () => "ou_1" }])(
    "refuses %j as the id of a person",
    (id) => {
      expect(() => at(id as never)).toThrow(TypeError);
    },
  );

  it.each([
    ["<at id=all></at>", "&#60;at id&#61;all&#62;&#60;&#47;at&#62;"],
    ["&lt;at id=all&gt;", "&&zwj;lt;at id&#61;all&&zwj;gt;"],
    ["[a](javascript:x)", "&#91;a&#93;&#40;javascript&#58;x&#41;"],
    ["![a](img_1)", "&#33;&#91;a&#93;&#40;img&#95;1&#41;"],
    ["**b** _i_ ~~s~~ `c`", "&#42;&#42;b&#42;&#42; &#95;i&#95; &sim;&sim;s&sim;&sim; &#96;c&#96;"],
    ["# h", "&#35; h"],
    ["1. one", "1&#46; one"],
    ["a\n- b\r\n> c", "a<br>&#45; b<br>&#62; c"],
    ["    code", "&nbsp;&nbsp;&nbsp;&nbsp;code"],
    ["| a |\n| - |", "&#124; a &#124;<br>&#124; &#45; &#124;"],
    [":DONE:", "&#58;DONE&#58;"],
    ["$$x$$", "&#36;&#36;x&#36;&#36;"],
    ["\\*a\\*", "&#92;&#42;a&#92;&#42;"],
    ["a\ud800b", "a\ufffdb"],
    ["title\n===", "title<br>&#61;&#61;&#61;"],
  ])("takes the meaning out of %j", (text, escaped) => {
    expect(md`${text}`).toBe(escaped);
  });

  it("takes a long text in a moment", () => {
    const text = "*<at id=all></at>".repeat(20_000);
    expect(md`${text}`.length).toBeGreaterThan(text.length);
  });
});
