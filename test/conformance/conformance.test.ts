import { describe } from "vitest";
import { testResults } from "../support/case-results.ts";
import { cases } from "../support/cases.ts";
import { runtimes } from "./runtimes.ts";
import { SUITE } from "./suite.ts";

for (const file of SUITE.files) {
  await import(file);
}

describe.each(Object.entries(runtimes))("%s", (_, run) => {
  testResults(cases, run);
});
