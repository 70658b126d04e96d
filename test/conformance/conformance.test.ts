import { beforeAll, describe, expect, test } from "vitest";
import type { Result } from "./harness.ts";
import { runtimes } from "./runtimes.ts";
import { cases } from "./suite.ts";

// Each runtime runs the whole suite once; each case is then a test of its own here.
describe.each(Object.entries(runtimes))("%s", (_, run) => {
  let results: Result[];
  beforeAll(async () => {
    results = await run();
  }, 120_000);

  test.each(cases.map(({ name }) => name))("%s", (name) => {
    const result = results.find((candidate) => candidate.name === name);
    expect(result, "the case did not run").toBeDefined();
    expect(result?.error).toBeUndefined();
  });
});
