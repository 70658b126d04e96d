// How long a refusal takes, class by class, in one process.
import { EventDispatcher, type EventDispatcherOptions } from "lark-edge/event";
import { withEndlessTries } from "../../support/time.ts";
import { quantile, type Sample, summarise, welch } from "../statistics.ts";
import { CLASSES, ENCRYPT_KEY, makeBodies, TOKEN } from "../unsigned-bodies.ts";

/** What came of a measurement. */
export interface TimingResult {
  readonly samples: number;
  /** How long a refusal takes. */
  readonly microseconds: number;
  /** The classes; the first of them is measured twice, with other bodies. */
  readonly names: string[];
  /** How many nanoseconds the class of a row takes longer than that of a column, and how many standard errors that is. */
  readonly nanoseconds: number[][];
  readonly t: number[][];
}

export interface TimingSetting {
  samples: number;
  /** The length of the plain text, in bytes. */
  length: number;
  options?: EventDispatcherOptions;
}

/** Different bodies of a class, so that no cache knows them. */
const BODIES = 256;
/** The share of the samples that is kept: the slowest are the machine's. */
const KEPT = 0.9;
const WARM_UP = 2_000;

/** Measures every class once a round, in random order. */
async function takeSamples(names: string[], { samples, length, options }: TimingSetting): Promise<Float64Array[]> {
  const bodies = await Promise.all(names.map((name) => makeBodies(CLASSES[name] as never, length, BODIES)));
  const events = new EventDispatcher({
    encryptKey: ENCRYPT_KEY,
    verificationToken: TOKEN,
    loggerLevel: "silent",
    ...options,
  });
  const none = () => null;
  const times = names.map(() => new Float64Array(samples));
  const order = names.map((_, at) => at);
  for (let round = -WARM_UP; round < samples; round++) {
    for (let at = order.length - 1; at > 0; at--) {
      const other = Math.floor(Math.random() * (at + 1));
      [order[at], order[other]] = [order[other] as number, order[at] as number];
    }
    for (const kind of order) {
      const body = bodies[kind]?.[Math.floor(Math.random() * BODIES)] as Uint8Array;
      const start = performance.now();
      const { status } = await events.handle(body, none);
      const took = performance.now() - start;
      if (status !== 401) {
        throw new Error(`"${names[kind]}" was answered with ${status}`);
      }
      if (round >= 0) {
        (times[kind] as Float64Array)[round] = took * 1e6;
      }
    }
    // A server returns to its event loop between requests.
    if (round % 20 === 0) {
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }
  return times;
}

export async function run(setting: TimingSetting): Promise<TimingResult> {
  const classes = Object.keys(CLASSES);
  const names = [classes[0] as string, ...classes];
  const times = await withEndlessTries(() => takeSamples(names, setting));
  const all = new Float64Array(times.length * setting.samples);
  times.forEach((values, at) => {
    all.set(values, at * setting.samples);
  });
  const limit = quantile(all, KEPT);
  const summaries: Sample[] = times.map((values) => summarise(values, limit));
  return {
    samples: setting.samples,
    microseconds: (summaries[0] as Sample).mean / 1_000,
    names: [`A/A: ${names[0]}`, ...classes],
    nanoseconds: summaries.map((row) => summaries.map((column) => row.mean - column.mean)),
    t: summaries.map((row) => summaries.map((column) => (row === column ? 0 : welch(row, column)))),
  };
}
