// Callbacks by chance, beside an oracle. `SECURITY_FUZZ=1000000` runs a million of them, `SECURITY_SEED` repeats a run.
import { expect, test } from "vitest";
import type { FuzzResult } from "./programs/fuzz.ts";
import { runProgram } from "./programs.mjs";

const RUNS = Number(process.env.SECURITY_FUZZ ?? 100_000);
const SEED = Number(process.env.SECURITY_SEED ?? Math.floor(Math.random() * 2 ** 31));
const NODE = `node${process.versions.node.split(".")[0]}`;

test(`${RUNS} callbacks are decided as the oracle decides them (SECURITY_SEED=${SEED})`, {
  timeout: 3_600_000,
}, async () => {
  const { failure, counts, heaps, unhandledRejections } = (await runProgram("fuzz", NODE, {
    runs: RUNS,
    seed: SEED,
  })) as FuzzResult;
  console.info(`seed ${SEED}`, counts, `heap ${heaps.map((heap) => heap.toFixed(1)).join(" ")} MB`);
  expect(failure).toBeUndefined();
  expect(unhandledRejections).toBe(0);
  // Of every kind there are enough for a wrong decision to show.
  expect(Object.keys(counts).sort()).toEqual(["401", "413", "500", "challenge", "handled"]);
  expect(counts.handled).toBeGreaterThan(RUNS / 30);
  expect(counts.challenge).toBeGreaterThan(RUNS / 30);
  const [early, late] = [heaps[1], heaps.at(-1)] as [number, number];
  expect(late - early, "megabytes by which the heap has grown").toBeLessThan(3);
});
