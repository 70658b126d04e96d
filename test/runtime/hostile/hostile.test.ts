// Answers that would fill the memory: a gzip bomb of 256 MiB, a JSON that never ends, a body that drips.
import { readdir, readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { testResults } from "../../support/case-results.ts";
import { cases, type Result } from "../../support/cases.ts";
import { binary, inEdgeRuntime, inProcess, inWorkerd, node24, type Suite } from "../../support/runtimes.ts";
import { startHostile } from "./server.ts";

await import("./answers.ts");
const files = [new URL("./answers.ts", import.meta.url).pathname];

/** workerd tells a Worker nothing of its memory, so the process is watched. Its limit for a Worker on Cloudflare is 128 MB. */
const MAX_WORKERD_BYTES = 384 * 1024 * 1024;

const RUNTIMES: Record<string, (suite: Suite) => Promise<Result[]>> = {
  [`Node ${process.versions.node.split(".")[0]}`]: (suite) => inProcess(process.execPath, [], suite),
  "Node 24": (suite) => inProcess(node24(), [], suite),
  workerd: (suite) => inWorkerd([], suite),
  Deno: (suite) => inProcess(binary("deno"), ["run", "-A"], suite),
  Bun: (suite) => inProcess(binary("bun"), ["run"], suite),
  // It is a VM of this process, whose memory its code cannot see by itself.
  "edge-runtime": (suite) => inEdgeRuntime(suite, { process: { memoryUsage: () => process.memoryUsage() } }),
};

async function run(runtime: (suite: Suite) => Promise<Result[]>): Promise<Result[]> {
  await using server = await startHostile();
  return await runtime({ files, setting: { origin: server.origin } });
}

/** The most memory that a child process of a name has taken so far. */
async function peakOf(name: string): Promise<number> {
  const peaks = (await readdir("/proc"))
    .filter((entry) => /^\d+$/.test(entry))
    .map(async (pid) => {
      const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
      const field = (key: string) => new RegExp(`^${key}:\\s+(\\S+)`, "m").exec(status)?.[1];
      return field("Name") === name && field("PPid") === `${process.pid}` ? Number(field("VmHWM") ?? 0) * 1024 : 0;
    });
  return Math.max(0, ...(await Promise.all(peaks)));
}

let workerdPeak = 0;

describe.each(Object.entries(RUNTIMES))("%s", (name, runtime) => {
  testResults(cases, async () => {
    const timer = setInterval(async () => {
      workerdPeak = Math.max(workerdPeak, name === "workerd" ? await peakOf("workerd") : 0);
    }, 50);
    try {
      return await run(runtime);
    } finally {
      clearInterval(timer);
    }
  });
});

// Only Linux shows the memory of a process in a file.
test.runIf(process.platform === "linux")("workerd takes memory within the limit of an answer", () => {
  expect(workerdPeak).toBeGreaterThan(0);
  expect(workerdPeak).toBeLessThan(MAX_WORKERD_BYTES);
});
