import { describe, expect, it } from "vitest";
import {
  button,
  type Card,
  card,
  chart,
  checkCard,
  collapsible_panel,
  column,
  column_set,
  fitCard,
  form,
  hr,
  input,
  markdown,
  table,
} from "../../../src/card/index.ts";

const many = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const small = (at = 0) => table([{ name: "who", display_name: "Who", data_type: "text" }], [{ who: `person ${at}` }]);
const TABLE = "| a | b |\n| - | - |\n| 1 | 2 |\n| 3 | 4 |\n\n";
const rows = (count: number) => many(count, (at) => ({ month: `month ${at}`, sales: at, note: "x".repeat(80) }));
const bars = (count: number) => chart({ type: "bar", title: { text: "Sales" }, data: { values: rows(count) } });
const errorsOf = (fitted: readonly Card[]) =>
  fitted.flatMap((one) => checkCard(one).filter(({ severity }) => severity === "error"));
const tags = (one: Card | undefined) => one?.body?.elements.map(({ tag }) => tag);

describe("fitCard", () => {
  it("returns a card that fits as it is", () => {
    const given = card([markdown("a"), small()]);
    const { cards, changes } = fitCard(given);
    expect(cards).toEqual([given]);
    expect(cards[0]).toBe(given);
    expect(changes).toEqual([]);
  });

  it("writes tables beyond the limit as text, the last ones first to go", () => {
    const { cards, changes } = fitCard(card(many(7, small)));
    expect(tags(cards[0])).toEqual([...Array(5).fill("table"), "markdown", "markdown"]);
    expect(cards[0]?.body?.elements[5]).toEqual({ tag: "markdown", content: "- **Who** person 5" });
    expect(changes.map(({ what, path }) => [what, path])).toEqual([
      ["table-to-text", "body.elements[5]"],
      ["table-to-text", "body.elements[6]"],
    ]);
    expect(errorsOf(cards)).toEqual([]);
  });

  it("counts the tables in Markdown, and writes the surplus ones as lists", () => {
    const given = card([markdown(`Before\n\n${TABLE}Between\n\n${TABLE}After`), small(), small()]);
    const { cards, changes } = fitCard(given, { maxTables: 1 });
    expect(cards[0]?.body?.elements[0]).toEqual({
      tag: "markdown",
      content: `Before\n\n${TABLE}Between\n\n- **a** 1 · **b** 2\n- **a** 3 · **b** 4\n\nAfter`,
    });
    expect(tags(cards[0])).toEqual(["markdown", "markdown", "markdown"]);
    expect(changes).toHaveLength(3);
  });

  it("leaves tables in code alone", () => {
    const code = `\`\`\`\n${TABLE}\`\`\``;
    expect(fitCard(card([markdown(code)]), { maxTables: 0 }).cards[0]?.body?.elements[0]).toMatchObject({
      content: code,
    });
  });

  it("writes each type of cell, and gives texts of others no meaning", () => {
    const columns = [
      { name: "t", data_type: "text" },
      { name: "m", data_type: "markdown" },
      { name: "n", data_type: "number", format: { symbol: "€" } },
      { name: "o", data_type: "options" },
      { name: "p", data_type: "persons" },
      { name: "d", data_type: "date" },
    ] as const;
    const row = {
      t: "<at id=all>",
      m: "**b**\nc",
      n: 4,
      o: [{ text: "S1" }, { text: "S2" }],
      p: ["ou_1", "x' y"],
      d: 1700000000000,
    };
    const { cards } = fitCard(card([table(columns, [row, { t: null }])]), { maxTables: 0 });
    expect(cards[0]?.body?.elements[0]).toMatchObject({
      content:
        "- **t** &#60;at id&#61;all&#62; · **m** **b** c · **n** €4 · **o** S1, S2 · **p** <person id = 'ou_1'></person> · " +
        "**d** <local_datetime millisecond='1700000000000' format_type='date_num'></local_datetime>\n- ",
    });
  });

  it("writes charts beyond five as tables, and where no table may stand as text", () => {
    const inColumn = column_set([column([bars(1)])]);
    const { cards, changes } = fitCard(card([bars(1), ...many(4, () => bars(2)), inColumn, bars(1)]));
    expect(tags(cards[0])).toEqual(["chart", "chart", "chart", "chart", "chart", "column_set", "markdown", "table"]);
    expect(changes.map(({ what, path }) => [what, path])).toEqual([
      ["chart-to-table", "body.elements[6]"],
      ["chart-to-text", "body.elements[5].columns[0].elements[0]"],
    ]);
    expect(errorsOf(cards)).toEqual([]);
  });

  it("gives up charts for size before it splits", () => {
    const styled = chart({ type: "bar", data: { values: rows(3) }, label: { style: "s".repeat(15_000) } });
    const { cards, changes } = fitCard(card([bars(2), markdown("x".repeat(20_000)), styled]));
    expect(changes.map(({ what, path }) => [what, path])).toEqual([["chart-to-table", "body.elements[2]"]]);
    expect(cards).toHaveLength(1);
    expect(errorsOf(cards)).toEqual([]);
  });

  it("splits a card of too many components, with the header on the first", () => {
    const given = card(
      many(450, () => hr()),
      { header: { title: "Long" }, config: { width_mode: "fill" } },
    );
    const { cards, changes } = fitCard(given);
    expect(cards.map((one) => one.body?.elements.length)).toEqual([200, 200, 50]);
    expect(cards.map((one) => one.header !== undefined)).toEqual([true, false, false]);
    expect(cards.every((one) => one.config?.width_mode === "fill")).toBe(true);
    expect(changes).toEqual([{ what: "split", path: "", message: "The card was split into 3: it is too large" }]);
    expect(errorsOf(cards)).toEqual([]);
  });

  it("cuts a long text between its blocks, and loses none of it", () => {
    const text = many(400, (at) => `## Part ${at}\n\n${'"quoted" text '.repeat(20)}`).join("\n\n");
    const { cards, changes } = fitCard(card([markdown(text, { element_id: "answer" })]));
    expect(cards.length).toBeGreaterThan(3);
    expect(changes.map(({ what, path }) => [what, path])).toEqual([
      ["cut", "body.elements[0]"],
      ["split", ""],
    ]);
    const parts = cards.flatMap((one) => one.body?.elements as unknown as { content: string; element_id?: string }[]);
    expect(
      parts
        .map(({ content }) => content)
        .join("\n")
        .replace(/\s+/g, " "),
    ).toBe(text.replace(/\s+/g, " ").trim());
    expect(parts.filter(({ element_id }) => element_id)).toHaveLength(1);
    expect(errorsOf(cards)).toEqual([]);
  });

  it("cuts long tables, panels and columns", () => {
    const long = table(
      [
        { name: "month", data_type: "text" },
        { name: "note", data_type: "text" },
      ],
      rows(400).map(({ month, note }) => ({ month, note })),
    );
    const panel = collapsible_panel(
      many(300, (at) => markdown(`line ${at} ${"y".repeat(150)}`)),
      { header: { title: "Log" } },
    );
    const columns = column_set([column([markdown("z".repeat(25_000))]), column([markdown("z".repeat(25_000))])]);
    for (const node of [long, panel, columns]) {
      const { cards } = fitCard(card([node as never]));
      expect(cards.length).toBeGreaterThan(1);
      expect(errorsOf(cards)).toEqual([]);
    }
  });

  it("never cuts a form", () => {
    const big = form("f", [input("a"), markdown("x".repeat(40_000)), button("Send", { submit: "send" })]);
    const { cards } = fitCard(card([markdown("a"), big]));
    expect(cards.map(tags)).toEqual([["markdown"], ["form"]]);
    expect(errorsOf(cards)).toMatchObject([{ rule: "size" }]);
  });

  it("changes nothing of what it was given", () => {
    const given = card([...many(7, small), bars(300), markdown("x".repeat(40_000))]);
    const before = JSON.stringify(given);
    fitCard(given);
    expect(JSON.stringify(given)).toBe(before);
  });

  it.each<[string, unknown, unknown]>([
    ["null", null, TypeError],
    ["a card of JSON 1.0", { elements: [] }, TypeError],
    ["a card without a body", { schema: "2.0" }, TypeError],
  ])("refuses %s", (_, given, error) => {
    expect(() => fitCard(given as Card)).toThrow(error as typeof TypeError);
  });

  it.each([-1, 1.5, Number.NaN, "3"])("refuses %j as maxTables", (maxTables) => {
    expect(() => fitCard(card([]), { maxTables: maxTables as number })).toThrow(RangeError);
  });

  it.each([
    ["elements that are no list", { schema: "2.0", body: { elements: {} } }],
    ["a table without rows", { schema: "2.0", body: { elements: [{ tag: "table" }] } }],
    ["charts without data", { schema: "2.0", body: { elements: many(7, () => ({ tag: "chart", chart_spec: null })) } }],
    ["nulls", { schema: "2.0", body: { elements: [null, { tag: "column_set", columns: [null] }] } }],
  ])("does not throw for %s", (_, given) => {
    expect(() => fitCard(given as never, { maxTables: 0 })).not.toThrow();
  });
});
