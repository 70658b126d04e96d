import { describe } from "vitest";
import { testResults } from "../support/case-results.ts";
import { cases } from "../support/cases.ts";
import { conformance } from "../support/conformance-suite.ts";
import { runtimes } from "./runtimes.ts";

/** The suite waits more than it computes, so several runtimes run it at the same time. */
const AT_A_TIME = 3;

for (const file of conformance.files) {
  await import(file);
}

/** Runs tasks, so many at a time, in their order. */
function startAll<Name extends string, Value>(
  tasks: Record<Name, () => Promise<Value>>,
  atATime: number,
): [Name, Promise<Value>][] {
  const started: [Name, Promise<Value>][] = [];
  for (const [name, run] of Object.entries(tasks) as [Name, () => Promise<Value>][]) {
    const before = started.at(-atATime)?.[1];
    const running = Promise.resolve(before).then(run, run);
    // Its own test reports a failure.
    running.catch(() => {});
    started.push([name, running]);
  }
  return started;
}

describe.each(startAll(runtimes, AT_A_TIME))("%s", (_, running) => {
  testResults(cases, () => running);
});
