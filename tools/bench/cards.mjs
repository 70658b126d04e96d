import { execFile } from "node:child_process";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { declare, place } from "./lib/build.mjs";
import { installed } from "./lib/compilers.mjs";
import { EXPENSE, IMPORT, TWO_CARDS } from "./lib/expense-card.mjs";
import { projectConfig } from "./lib/project-config.mjs";
import { median, progress, short, table } from "./lib/stats.mjs";

export const summary = "what the types of a card cost TypeScript: instantiations, and milliseconds of its check";

const run = promisify(execFile);
const COMPILERS = { "TypeScript 5.9": "typescript59/bin/tsc", "TypeScript 7.0": "typescript/bin/tsc" };

const PLAIN = `export const plain = (id: string, amount: number) => ({
  schema: "2.0",
  header: { title: { tag: "plain_text", content: "Expense" }, template: "blue" },
  body: { elements: [
    { tag: "markdown", content: "**" + amount + " €**" },
    { tag: "form", name: "decision", elements: [
      { tag: "input", name: "comment", required: true },
      { tag: "select_static", name: "cost_center", options: [{ text: { tag: "plain_text", content: "IT" }, value: "it" }] },
      { tag: "button", name: "approve", form_action_type: "submit", text: { tag: "plain_text", content: "Approve" }, behaviors: [{ type: "callback", value: { id } }] },
    ] },
  ] },
});
`;
/** Each over the one before it. */
const PROJECTS = {
  "a plain object": PLAIN,
  "and all card types": IMPORT + PLAIN,
  "and an expense card": EXPENSE + PLAIN,
  "and a second one": TWO_CARDS + PLAIN,
};

/** Checks a project once: how many types it made, and how long parsing, binding and checking took. */
async function check(compiler, folder) {
  const { stdout } = await run(process.execPath, [installed(compiler), "-p", folder, "--extendedDiagnostics"]);
  const read = (name) => Number(new RegExp(`^${name}:\\s*([\\d.]+)`, "m").exec(stdout)?.[1] ?? Number.NaN);
  return { instantiations: read("Instantiations"), total: read("Total time") * 1000, check: read("Check time") * 1000 };
}

export async function measure({ workshop, only, rounds = 11 }) {
  progress("cards: emitting declarations");
  await declare(workshop);
  const folders = [];
  for (const [at, code] of Object.values(PROJECTS).entries()) {
    await place(workshop, `cards-${at}/tsconfig.json`, projectConfig([]));
    folders.push(dirname(await place(workshop, `cards-${at}/index.ts`, code)));
  }
  const compilers = Object.entries(COMPILERS).filter(([name]) => !only || name.includes(only));
  const results = compilers.flatMap(([compiler]) =>
    Object.keys(PROJECTS).map((project) => ({ compiler, project, samples: [] })),
  );
  for (let round = 0; round <= rounds; round++) {
    progress(`cards: round ${round} of ${rounds}`);
    for (const [at, result] of results.entries()) {
      const sample = await check(COMPILERS[result.compiler], folders[at % folders.length]);
      // Round 0 brings the files into the system's cache.
      if (round) {
        result.samples.push(sample);
      }
    }
  }
  return results;
}

export function print(results) {
  const of = ({ samples }, what) => median(samples.map((sample) => sample[what]));
  const rows = results.map((result, at) => {
    const before = at % Object.keys(PROJECTS).length === 0 ? undefined : results[at - 1];
    const over = (what) => short(of(result, what) - (before ? of(before, what) : 0));
    return [result.compiler, result.project, over("instantiations"), over("check"), over("total")];
  });
  return table([["compiler", "project, over the one above", "instantiations", "check, ms", "total, ms"], ...rows]);
}
