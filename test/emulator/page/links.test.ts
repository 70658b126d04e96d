import { describe, expect, test } from "vitest";
import { withLinks } from "../../../src/emulator/page/card/links.ts";

describe("links by platform in the Markdown of JSON 1.0", () => {
  const href = {
    a: { url: "https://a.example/(1)", pc_url: "https://pc.example/ 2>" },
    b: { url: "https://b.example" },
    c: {},
  };

  test("have the address for computers, or the one for all", () => {
    expect(withLinks("[x]($a) and [y]($b)", href)).toBe(
      "[x](<https://pc.example/%202%3E>) and [y](<https://b.example>)",
    );
  });

  test.each([["[x]($c)"], ["[x]($d)"], ["[x]($constructor)"], ["[x](https://a.example)"], ["$a"]])(
    "%s stays",
    (text) => {
      expect(withLinks(text, href)).toBe(text);
    },
  );

  test.each([[undefined], [null], ["a"], [[]], [{ a: "https://a.example" }], [{ a: { url: {} } }]])(
    "of %j are none",
    (one) => {
      expect(withLinks("[x]($a)", one)).toBe("[x]($a)");
    },
  );
});
