// How long a refusal takes, class by class, in one process.
import { EventDispatcher, type EventDispatcherOptions } from "lark-edge/event";
import { withEndlessTries } from "../../support/time.ts";
import { middle, quantile, type Sample, summarise, welch } from "../statistics.ts";
import { CLASSES, ENCRYPT_KEY, makeBodies, TOKEN } from "../unsigned-bodies.ts";

/** What came of a measurement. */
export interface TimingResult {
  readonly samples: number;
  /** How long a refusal takes. */
  readonly microseconds: number;
  /** The classes; the first of them is measured twice, with other bodies. */
  readonly names: string[];
  /** How many nanoseconds the class of a row typically takes longer than that of a column. */
  readonly nanoseconds: number[][];
  /** How many standard errors the means of the two lie apart. */
  readonly t: number[][];
}

export interface TimingSetting {
  samples: number;
  /** The length of the plain text, in bytes. */
  length: number;
  options?: EventDispatcherOptions;
}

/**
 * Different bodies of a class. The time of AES depends a little on the text, by about 100 ns: with fewer bodies a class would
 * be judged by its texts.
 */
const BODIES = 4_096;
/** As many rounds are measured as this times the samples: the slower ones tell of the machine, whose pace changes by half. */
const ROUNDS_PER_SAMPLE = 2;
/** The share of the samples that counts for a mean: the slowest are the machine's. */
const KEPT = 0.9;
const WARM_UP = 2_000;

/** Shuffles a list in place. */
function shuffle(list: number[]): number[] {
  for (let at = list.length - 1; at > 0; at--) {
    const other = Math.floor(Math.random() * (at + 1));
    [list[at], list[other]] = [list[other] as number, list[at] as number];
  }
  return list;
}

/** Measures every class once a round, in random order. The result has the rounds in which half of the classes were fast. */
async function takeSamples(names: string[], { samples, length, options }: TimingSetting): Promise<Float64Array[]> {
  const order = names.map((_, at) => at);
  const bodies = names.map((): Uint8Array[] => []);
  for (const [kind, name] of names.entries()) {
    bodies[kind]?.push(...(await makeBodies(CLASSES[name] as never, length, BODIES)));
  }
  // All of them are sent from one place: where a body lies in memory shows in its time.
  const place = new Uint8Array(bodies[0]?.[0]?.length as number);
  const events = new EventDispatcher({
    encryptKey: ENCRYPT_KEY,
    verificationToken: TOKEN,
    loggerLevel: "silent",
    ...options,
  });
  const none = () => null;
  const rounds = samples * ROUNDS_PER_SAMPLE;
  const times = Array.from({ length: rounds }, () => new Float64Array(names.length));
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const kind of shuffle(order)) {
      place.set(bodies[kind]?.[Math.floor(Math.random() * BODIES)] as Uint8Array);
      const start = performance.now();
      const { status } = await events.handle(place, none);
      const took = performance.now() - start;
      if (status !== 401) {
        throw new Error(`"${names[kind]}" was answered with ${status}`);
      }
      if (round >= 0) {
        (times[round] as Float64Array)[kind] = took * 1e6;
      }
    }
    // A server returns to its event loop between requests.
    if (round % 20 === 0) {
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }
  return times
    .map((round) => ({ round, median: quantile(round, 0.5) }))
    .sort((a, b) => a.median - b.median)
    .slice(0, samples)
    .map(({ round }) => round);
}

export async function run(setting: TimingSetting): Promise<TimingResult> {
  const classes = Object.keys(CLASSES);
  const names = [classes[0] as string, ...classes];
  const rounds = await withEndlessTries(() => takeSamples(names, setting));
  const medians = rounds.map((round) => quantile(round, 0.5));
  // Beside the other classes of its round, a class has a tenth of the noise: all of them met the same state of the machine.
  const beside = names.map((_, kind) =>
    Float64Array.from(rounds, (round, at) => (round[kind] as number) - (medians[at] as number)),
  );
  const all = Float64Array.from(beside.flatMap((values) => [...values]));
  const limit = quantile(all, KEPT);
  const typical = beside.map(middle);
  const summaries: Sample[] = beside.map((values) => summarise(values, limit));
  return {
    samples: setting.samples,
    microseconds: quantile(Float64Array.from(medians), 0.5) / 1_000,
    names: [`A/A: ${names[0]}`, ...classes],
    nanoseconds: typical.map((row) => typical.map((column) => row - column)),
    t: summaries.map((row) => summaries.map((column) => (row === column ? 0 : welch(row, column)))),
  };
}
