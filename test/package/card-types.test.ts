// What a card costs the compiler, counted: times are measured by tools/bench/cards.mjs.
import { afterAll, beforeAll, expect, test } from "vitest";
import { EXPENSE, IMPORT } from "../../tools/bench/lib/expense-card.mjs";
import { projectConfig } from "../../tools/bench/lib/project-config.mjs";
import { type Consumer, makeConsumer } from "./consumer.ts";
import { tool } from "./manifest.ts";

let consumer: Consumer;
beforeAll(async () => {
  consumer = await makeConsumer("unpack");
}, 120_000);
afterAll(() => consumer?.dispose());

/** How many types a compiler makes of a file. */
async function instantiations(compiler: string, name: string, code: string): Promise<number> {
  await consumer.write(`${name}.ts`, code);
  const project = await consumer.write(`${name}.json`, projectConfig([], `${name}.ts`));
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
