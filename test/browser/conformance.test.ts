import { testResults } from "../support/case-results.ts";
import { cases } from "../support/cases.ts";
import { conformance } from "../support/conformance-suite.ts";
import { inChromium } from "./suite.ts";

/** The login of a site runs on a server, and its cases play the browser: a page can neither send `Cookie` nor read `Set-Cookie`. */
const files = conformance.files.filter((file) => !/\/oauth\/login/.test(file));

for (const file of files) {
  await import(file);
}

// No other case is left out. What a page cannot do by nature is in no case: it reaches the platform only through a proxy, since
// the platform answers no other origin (CORS), and `fetch` sends no body with GET.
testResults(cases, () => inChromium({ ...conformance, files }));
