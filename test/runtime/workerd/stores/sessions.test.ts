// Sessions of users on Durable Objects and D1, judged by the model.
import { afterAll, beforeAll, expect, test } from "vitest";
import { SESSION_SEEDS, type SessionTally } from "../../../contract/session-model.ts";
import { type RunningStores, startStores } from "./start.ts";

let stores: RunningStores;
beforeAll(async () => {
  stores = await startStores();
});
afterAll(() => stores?.[Symbol.asyncDispose]());

/** An operation takes a millisecond here: all ten thousand are for `SESSION_INTERLEAVINGS=10000`. */
const COUNT = Number(process.env.SESSION_INTERLEAVINGS ?? 200);
/** As many as go into one request. */
const PART = 100;

test.each(["Durable Objects", "D1"])(
  "%s: every interleaving of sessions keeps to the model",
  async (backend) => {
    const problems: string[] = [];
    let interleavings = 0;
    for (let at = 0; at < COUNT; at += PART) {
      const tally = (await stores.send("/interleave-sessions", {
        backend,
        seeds: SESSION_SEEDS.slice(at, Math.min(at + PART, COUNT)),
      })) as SessionTally;
      problems.push(...tally.problems);
      interleavings += tally.interleavings;
    }
    expect(problems).toEqual([]);
    expect(interleavings).toBe(COUNT);
  },
  1_200_000,
);
