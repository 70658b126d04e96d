import "./upstash-cases.ts";

export { cases, runAll } from "../conformance/harness.ts";
