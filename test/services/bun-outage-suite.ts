import "./bun-outage-cases.ts";

export { cases, runAll } from "../conformance/harness.ts";
