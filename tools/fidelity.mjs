// Writes src/emulator/FIDELITY.md: where each behaviour of the emulator is known from. Needs a build.
//
//   node tools/fidelity.mjs
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const FIDELITY = fileURLToPath(new URL("../src/emulator/FIDELITY.md", import.meta.url));

const ABOUT = `# What the emulator knows, and from where

Written by \`npm run fidelity\`; \`GET /_emulator/api/behaviours\` returns the same for a running emulator.

- **documentation**: the platform's own pages, or \`openapi/\`, which is made from them;
- **official SDK**: what an official SDK takes for granted;
- **observed**: the real platform's answer in a public report;
- **assumption**: no source is known; the emulator does what seems likely.

A line without a behaviour is the operation as a whole. Operations that are not here have no state in the emulator: their requests
are checked as "Every operation" says, and their answers are made up.
`;

/** A text in a table's cell. */
const cell = (text) => text.replaceAll("|", "\\|");

/** How many of all behaviours are known from where. */
function summary(behaviours) {
  const counts = new Map();
  for (const { source, notes } of behaviours) {
    for (const one of [source, ...notes.map(([, other]) => other)]) {
      counts.set(one, (counts.get(one) ?? 0) + 1);
    }
  }
  const rows = [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([source, count]) => `| ${source} | ${count} |`);
  return ["| source | behaviours |", "| --- | --- |", ...rows, ""].join("\n");
}

/** The page as Markdown. */
export function fidelityPage(behaviours) {
  const rows = behaviours.flatMap(({ operation, source, notes }) => [
    `| ${cell(operation)} | | ${source} |`,
    ...notes.map(([behaviour, other]) => `| | ${cell(behaviour)} | ${other} |`),
  ]);
  const table = ["| operation | behaviour | source |", "| --- | --- | --- |", ...rows, ""].join("\n");
  return [ABOUT, summary(behaviours), table].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { createControl } = await import("../dist/emulator/control/index.js");
  const { createEmulator } = await import("../dist/emulator/index.js");
  const control = createControl({ emulator: createEmulator() });
  const answer = await control(new Request("http://127.0.0.1/_emulator/api/behaviours"));
  writeFileSync(FIDELITY, fidelityPage(await answer.json()));
  control.close();
}
