// Sessions of users on Durable Objects and D1, judged by the model.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SessionTally, sessionSeeds } from "../../../contract/session-model.ts";
import { type RunningStores, startStores } from "./start.ts";

let stores: RunningStores;
beforeAll(async () => {
  stores = await startStores();
});
afterAll(() => stores?.[Symbol.asyncDispose]());

const seeds = sessionSeeds(100);
/** As many as go into one request. */
const PART = 100;

test.each(["Durable Objects", "D1"])(
  "%s: every interleaving of sessions keeps to the model",
  async (backend) => {
    const problems: string[] = [];
    let interleavings = 0;
    for (let at = 0; at < seeds.length; at += PART) {
      const part = { backend, seeds: seeds.slice(at, at + PART) };
      const tally = (await stores.send("/interleave-sessions", part)) as SessionTally;
      problems.push(...tally.problems);
      interleavings += tally.interleavings;
    }
    expect(problems).toEqual([]);
    expect(interleavings).toBe(seeds.length);
  },
  7_200_000,
);
