// The callbacks of the fuzzer on every runtime. Node makes and judges them.
import fc from "fast-check";
import { describe } from "vitest";
import { testResults } from "../support/case-results.ts";
import { cases } from "../support/cases.ts";
import { binary, inProcess, inWorkerd, node24, type Suite } from "../support/runtimes.ts";
import { APPS } from "./fuzz-apps.ts";
import type { Judged } from "./fuzz-cases.ts";
import { cook, recipes } from "./fuzz-recipe.ts";
import { decide } from "./oracle.ts";

const RECIPES = 800;
const BOTS_EACH = 4;
const SEED = Number(process.env.SECURITY_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** Requests and what they must lead to. */
function judgedCallbacks(): Judged[] {
  return fc.sample(recipes, { numRuns: RECIPES, seed: SEED }).flatMap((recipe) => {
    const callback = cook(recipe);
    return Array.from({ length: BOTS_EACH }, (_, at) => {
      const app = (recipe.app + at * 5) % APPS.length;
      const headers = callback.headers as Judged["headers"];
      const expected = decide({ ...callback, app });
      return { app, headers, body: Buffer.from(callback.body).toString("base64"), expected };
    });
  });
}

const FILE = new URL("fuzz-cases.ts", import.meta.url).pathname;
const suite: Suite = { files: [FILE], setting: { callbacks: judgedCallbacks() } };
await import(FILE);

describe.each([
  ["Node 24", () => inProcess(node24(), [], suite)],
  ["workerd", () => inWorkerd([], suite)],
  ["Deno", () => inProcess(binary("deno"), ["run", "-A"], suite)],
  ["Bun", () => inProcess(binary("bun"), ["run"], suite)],
] as const)(`%s (SECURITY_SEED=${SEED})`, (_, run) => {
  testResults(cases, run);
});
