// A card whose cost for the compiler is measured here, and held by test/package/card-types.test.ts.
/** All types of cards, and nothing else. */
export const IMPORT = 'import * as cards from "lark-edge/card";\nexport type All = typeof cards;\n';

/** The same, with a card that has a form, and the read of its click. */
export const EXPENSE = `${IMPORT}const { button, card, column, column_set, date_picker, defineCard, form, input, markdown, select_static } = cards;
export const expense = defineCard("expense", ({ id, amount, isAdmin }: { id: string; amount: number; isAdmin: boolean }) =>
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
declare const click: Parameters<typeof expense.read>[0];
const action = expense.read(click);
export const comment = action?.submit === "approve" ? action.form.comment : undefined;
`;
