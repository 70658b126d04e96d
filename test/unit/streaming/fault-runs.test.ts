// STREAM_RUNS=1000 npx vitest run test/unit/streaming/fault-runs.test.ts: a thousand streams with faults, each from a seed.
// STREAM_SEED repeats one, with `STREAM_RUNS=1`.
import { expect, test } from "vitest";
import { faultRun, type RunReport } from "./fault-run.ts";

const COUNT = Number(process.env.STREAM_RUNS ?? 24);
const FIRST = Number(process.env.STREAM_SEED ?? 1);

const lineOf = ({ seed, faults, outcome, attempts, calls, wrong }: RunReport): string =>
  [seed, outcome, `attempts ${attempts}`, `calls ${calls}`, faults.join(", "), ...wrong].join(" | ");

test(`${COUNT} runs with faults show the whole answer once, and leave no card open`, {
  timeout: 3_600_000,
}, async () => {
  const reports: RunReport[] = [];
  for (let seed = FIRST; seed < FIRST + COUNT; seed++) {
    reports.push(await faultRun(seed));
  }
  if (process.env.STREAM_RUNS) {
    process.stdout.write(`${reports.map(lineOf).join("\n")}\n`);
  }
  if (COUNT >= 100) {
    // The faults lead to every kind of end.
    expect(new Set(reports.map(({ outcome }) => outcome))).toEqual(new Set(["complete", "gone", "quota", "closed"]));
  }
  expect(reports.filter(({ wrong }) => wrong.length > 0).map(lineOf)).toEqual([]);
});
