import type { Result } from "../support/cases.ts";
import { conformance } from "../support/conformance-suite.ts";
import { binary, inEdgeRuntime, inProcess, inWorkerd, node24 } from "../support/runtimes.ts";

/** Runs the suite on each runtime. */
export const runtimes: Record<string, () => Promise<Result[]>> = {
  [`Node ${process.versions.node.split(".")[0]}`]: () => inProcess(process.execPath, [], conformance),
  "Node 24": () => inProcess(node24(), [], conformance),
  workerd: () => inWorkerd([], conformance),
  "workerd with nodejs_compat": () => inWorkerd(["nodejs_compat"], conformance),
  Deno: () => inProcess(binary("deno"), ["run", "-A"], conformance),
  Bun: () => inProcess(binary("bun"), ["run"], conformance),
  "edge-runtime": () => inEdgeRuntime(conformance),
};
