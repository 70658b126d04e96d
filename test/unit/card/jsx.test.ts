import { describe, expect, it } from "vitest";
import { button, card, column, column_set, form, input, markdown } from "../../../src/card/index.ts";
import { jsxDEV } from "../../../src/card/jsx-dev-runtime.ts";
import { Fragment, jsx, jsxs } from "../../../src/card/jsx-runtime.ts";

describe("the JSX runtime", () => {
  it("makes what the builders make", () => {
    const made = jsxs("card", {
      header: { title: "Expense" },
      children: [
        jsxs("markdown", { children: ["**", 42, " €**"] }),
        false,
        jsxs("form", {
          name: "approval",
          children: [
            jsx("input", { name: "comment", required: true }),
            jsx("button", { submit: "approve", value: { id: "7" }, children: "Approve" }),
          ],
        }),
      ],
    });
    expect(made).toEqual(
      card(
        [
          markdown("**42 €**"),
          form("approval", [
            input("comment", { required: true }),
            button("Approve", { submit: "approve", value: { id: "7" } }),
          ]),
        ],
        { header: { title: "Expense" } },
      ),
    );
  });

  it("calls parts of a card as functions, and takes lists and fragments apart", () => {
    const Row = ({ labels }: { labels: string[] }) =>
      jsx("column_set", {
        children: labels.map((label) => jsx("column", { children: jsx("markdown", { children: label }) })),
      });
    const made = jsx("card", {
      children: jsx(Fragment, { children: [jsx(Row, { labels: ["a", "b"] }), [null, [undefined]]] }),
    });
    expect(made).toEqual(card([column_set([column([markdown("a")]), column([markdown("b")])])]));
  });

  it("is the same in development, and for one child or several", () => {
    expect(jsxDEV).toBe(jsx);
    expect(jsxs).toBe(jsx);
  });

  it.each(["div2", "constructor", "__proto__", ""])("refuses the tag %j", (tag) => {
    expect(() => jsx(tag, {})).toThrow(TypeError);
    expect(() => jsx(tag, {})).toThrow(/is no component of cards/);
  });
});
