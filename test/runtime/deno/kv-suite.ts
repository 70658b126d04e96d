import "./kv-cases.ts";

export { cases, runAll } from "../../conformance/harness.ts";
