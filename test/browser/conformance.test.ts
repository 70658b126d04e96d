import { testResults } from "../support/case-results.ts";
import { cases } from "../support/cases.ts";
import { conformance } from "../support/conformance-suite.ts";
import { inChromium } from "./suite.ts";

for (const file of conformance.files) {
  await import(file);
}

// No case is left out. What a page cannot do by nature is in no case: it reaches the platform only through a proxy, since
// the platform answers no other origin (CORS), and `fetch` sends no body with GET.
testResults(cases, () => inChromium(conformance));
