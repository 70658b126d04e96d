// A card whose cost for the compiler is measured here, and held by test/package/card-types.test.ts.
/** All types of cards, and nothing else. */
export const IMPORT = 'import * as cards from "lark-edge/card";\nexport type All = typeof cards;\n';

const card = (
  name,
) => `export const ${name} = defineCard("${name}", ({ id, amount, isAdmin }: { id: string; amount: number; isAdmin: boolean }) =>
  card([
    markdown("**" + amount + " €**"),
    form("decision", [
      input("comment", { required: true }),
      select_static("cost_center", [{ text: "IT", value: "it" }]),
      date_picker("day"),
      column_set([
        column([button("Approve", { submit: "approve", value: { id } })]),
        column([button("Reject", { submit: "reject", value: { id } })]),
      ]),
    ]),
    isAdmin && button("Delete", { value: { kind: "delete", id } }),
  ], { header: { title: "Expense", template: "blue" } }),
);
declare const ${name}Click: Parameters<typeof ${name}.read>[0];
const ${name}Action = ${name}.read(${name}Click);
export const ${name}Comment = ${name}Action?.submit === "approve" ? ${name}Action.form.comment : undefined;
`;

/** The same, with a card that has a form, and the read of its click. */
export const EXPENSE = `${IMPORT}const { button, card, column, column_set, date_picker, defineCard, form, input, markdown, select_static } = cards;
${card("expense")}`;

/** A second card of the same kind beside it: what a card costs when the compiler has met one. */
export const TWO_CARDS = EXPENSE + card("travel");
