import type { Result } from "../support/cases.ts";
import { binary, inProcess, inWorkerd, node24 } from "../support/runtimes.ts";
import { SUITE } from "./suite.ts";

/** Runs the suite on each runtime. */
export const runtimes: Record<string, () => Promise<Result[]>> = {
  [`Node ${process.versions.node.split(".")[0]}`]: () => inProcess(process.execPath, [], SUITE),
  "Node 24": () => inProcess(node24(), [], SUITE),
  workerd: () => inWorkerd([], SUITE),
  "workerd with nodejs_compat": () => inWorkerd(["nodejs_compat"], SUITE),
  Deno: () => inProcess(binary("deno"), ["run", "-A"], SUITE),
  Bun: () => inProcess(binary("bun"), ["run"], SUITE),
};
