import { beforeAll, expect, test } from "vitest";
import type { Case, Result } from "./cases.ts";

/** Runs a suite elsewhere, once, and makes each of its cases a test here. */
export function testResults(cases: readonly Case[], run: () => Promise<Result[]>): void {
  let results: Result[];
  beforeAll(async () => {
    results = await run();
  }, 300_000);

  test.each(cases.map(({ name }) => name))("%s", (name) => {
    const result = results.find((candidate) => candidate.name === name);
    expect(result, "the case did not run").toBeDefined();
    expect(result?.error).toBeUndefined();
  });
}
