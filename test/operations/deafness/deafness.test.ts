import { expect, test } from "vitest";
import { type Found, simulate } from "./simulate.ts";

// By hand, with every seed and its faults: DEAF_SEEDS=500 DEAF_FIRST=1 npx vitest run test/operations/deafness
const SEEDS = Number(process.env.DEAF_SEEDS ?? 6);
const FIRST = Number(process.env.DEAF_FIRST ?? 1);

const show = (seed: number, { events, deafest, problems, faults }: Found): string =>
  [
    `seed ${seed}: ${events} events, deaf for at most ${Math.round(deafest * 100)} % of what is allowed`,
    ...problems,
    ...(process.env.DEAF_SEEDS || problems.length > 0 ? faults : []),
  ].join("\n  ");

test(`in ${SEEDS} runs with random faults a bot is never deaf, and each event is handled once (from seed ${FIRST})`, async () => {
  const failed: string[] = [];
  let deafest = 0;
  let events = 0;
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const found = await simulate(seed);
    deafest = Math.max(deafest, found.deafest);
    events += found.events;
    if (process.env.DEAF_SEEDS) {
      console.log(show(seed, found));
    }
    if (found.problems.length > 0) {
      failed.push(show(seed, found));
    }
  }
  expect(failed).toEqual([]);
  // Runs in which no connection is ever lost, or no event sent, prove nothing.
  expect(deafest).toBeGreaterThan(0.2);
  expect(events / SEEDS).toBeGreaterThan(10);
}, 3_600_000);
