// Claims on Durable Objects and D1, judged by the model.
import { afterAll, beforeAll, expect, test } from "vitest";
import { SEEDS, type Tally } from "../../../contract/claim-model.ts";
import { type RunningStores, startStores } from "./start.ts";

let stores: RunningStores;
beforeAll(async () => {
  stores = await startStores();
});
afterAll(() => stores?.[Symbol.asyncDispose]());

/** An operation takes a millisecond here: all ten thousand are for `CLAIM_INTERLEAVINGS=10000`, which takes ten minutes. */
const COUNT = Number(process.env.CLAIM_INTERLEAVINGS ?? 500);
/** As many as go into one request. */
const PART = 250;

test.each(["Durable Objects", "D1"])(
  "%s: every interleaving keeps to the model",
  async (backend) => {
    const problems: string[] = [];
    let interleavings = 0;
    for (let at = 0; at < COUNT; at += PART) {
      const tally = (await stores.send("/interleave", {
        backend,
        seeds: SEEDS.slice(at, Math.min(at + PART, COUNT)),
      })) as Tally;
      problems.push(...tally.problems);
      interleavings += tally.interleavings;
    }
    expect(problems).toEqual([]);
    expect(interleavings).toBe(COUNT);
  },
  1_200_000,
);
