// What a card costs the compiler, counted: times are measured by tools/bench/cards.mjs.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Consumer, makeConsumer } from "./consumer.ts";
import { tool } from "./manifest.ts";

const IMPORT = 'import * as cards from "lark-edge/card";\nexport type All = typeof cards;\n';
const EXPENSE = `${IMPORT}
const { button, card, column, column_set, date_picker, defineCard, form, input, markdown, select_static } = cards;
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

let consumer: Consumer;
beforeAll(async () => {
  consumer = await makeConsumer("unpack");
}, 120_000);
afterAll(() => consumer?.dispose());

/** How many types a compiler makes of a file. */
async function instantiations(compiler: string, name: string, code: string): Promise<number> {
  await consumer.write(`${name}.ts`, code);
  const project = await consumer.write(`${name}.json`, {
    compilerOptions: {
      noEmit: true,
      strict: true,
      skipLibCheck: true,
      module: "esnext",
      moduleResolution: "bundler",
      target: "es2022",
      types: [],
    },
    files: [`${name}.ts`],
  });
  const { status, output } = await tool(compiler, ["-p", project, "--extendedDiagnostics"], consumer.folder);
  expect(status, output).toBe(0);
  return Number(/^Instantiations:\s*(\d+)/m.exec(output)?.[1] ?? Number.NaN);
}

test.each([
  ["TypeScript 5.9", "typescript59/bin/tsc"],
  ["TypeScript 6", "typescript60/bin/tsc"],
])(
  "an expense card is at most 1,000 instantiations for %s",
  async (_, compiler) => {
    const [before, after] = [
      await instantiations(compiler, "import", IMPORT),
      await instantiations(compiler, "expense", EXPENSE),
    ];
    expect(after - before).toBeGreaterThan(100);
    expect(after - before).toBeLessThanOrEqual(1000);
  },
  120_000,
);
