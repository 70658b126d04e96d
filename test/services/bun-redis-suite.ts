import "./bun-redis-cases.ts";

export { cases, runAll } from "../conformance/harness.ts";
