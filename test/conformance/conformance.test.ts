import { describe } from "vitest";
import { testResults } from "./results.ts";
import { runtimes } from "./runtimes.ts";
import { cases } from "./suite.ts";

describe.each(Object.entries(runtimes))("%s", (_, run) => {
  testResults(cases, run);
});
