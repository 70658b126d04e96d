// Deno KV lives in Deno alone, which comes from npm.
import { execFile } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { testResults } from "../../support/case-results.ts";
import { cases } from "../../support/cases.ts";
import { binary, inProcess } from "../../support/runtimes.ts";
import "./kv-cases.ts";

const FLAGS = ["run", "-A", "--unstable-kv"];
const run = promisify(execFile);

describe("denoKvStore in Deno", () => {
  testResults(cases, () =>
    inProcess(binary("deno"), FLAGS, { files: [new URL("kv-cases.ts", import.meta.url).pathname] }),
  );
});

test("four processes that count in one file lose nothing", async () => {
  const file = join(await mkdtemp(join(tmpdir(), "lark-edge-kv-")), "kv.sqlite");
  const counter = new URL("kv-counter.ts", import.meta.url).pathname;
  const count = () => run(binary("deno"), [...FLAGS, counter, file, "counter", "30"]);
  const outputs = await Promise.all(Array.from({ length: 4 }, count));
  const last = outputs.map(({ stdout }) => Number(/at (\d+)/.exec(stdout)?.[1]));
  expect(Math.max(...last)).toBe(120);
}, 60_000);

test("the real Deno.Kv fits the types", async () => {
  const source = new URL("real-kv.ts", import.meta.url).pathname;
  await run(binary("deno"), ["check", "--unstable-kv", source]);
}, 60_000);
