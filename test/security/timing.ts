// How long a refusal takes, class by class.
import { EventDispatcher, type EventDispatcherOptions } from "lark-edge/event";
import { quantile, type Sample, summarise, welch } from "./statistics.ts";
import { CLASSES, ENCRYPT_KEY, makeBodies, TOKEN } from "./unsigned-bodies.ts";

/** Two classes beside each other. */
export interface Comparison {
  readonly name: string;
  readonly nanoseconds: number;
  readonly t: number;
}

/** What came of a measurement. */
export interface Timing {
  readonly microseconds: number;
  readonly samples: number;
  /** The same class twice, with bodies of its own each. */
  readonly control: Comparison;
  /** Every class beside the first. */
  readonly comparisons: readonly Comparison[];
}

/** Different bodies of a class, so that no cache knows them. */
const BODIES = 256;
/** The share of the samples that is kept: the slowest are the machine's. */
const KEPT = 0.9;

/**
 * Runs something with a clock that is a second further each time it is read: the limit of tries never ends, and every
 * body is decrypted.
 */
export async function withEndlessTries<T>(run: () => Promise<T>): Promise<T> {
  const { now } = Date;
  let time = now();
  Date.now = () => (time += 1_000);
  try {
    return await run();
  } finally {
    Date.now = now;
  }
}

/** Measures every class, in random order. */
export function measure(
  { samples, length }: { samples: number; length: number },
  options: EventDispatcherOptions = {},
): Promise<Timing> {
  return withEndlessTries(async () => {
    const names = Object.keys(CLASSES);
    const reference = names[0] as string;
    const made = [CLASSES[reference], ...Object.values(CLASSES)];
    const bodies = await Promise.all(made.map((make) => makeBodies(make as never, length, BODIES)));
    const events = new EventDispatcher({
      encryptKey: ENCRYPT_KEY,
      verificationToken: TOKEN,
      loggerLevel: "silent",
      ...options,
    });
    const none = () => undefined;
    const times = made.map(() => new Float64Array(samples));
    const order = made.map((_, at) => at);
    // What is cold is measured, too, and then dropped.
    for (let at = -2_000; at < samples; at++) {
      order.sort(() => Math.random() - 0.5);
      for (const kind of order) {
        const body = bodies[kind]?.[Math.floor(Math.random() * BODIES)] as Uint8Array;
        const start = performance.now();
        const { status } = await events.handle(body, none);
        const took = performance.now() - start;
        if (status !== 401) {
          throw new Error(`class ${kind} was answered with ${status}`);
        }
        if (at >= 0) {
          (times[kind] as Float64Array)[at] = took * 1e6;
        }
      }
      // A server returns to its event loop between requests.
      if (at % 20 === 0) {
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
    }
    const limit = quantile(times[0] as Float64Array, KEPT);
    const summaries = times.map((values) => summarise(values, limit));
    const [control, first, ...rest] = summaries as [Sample, Sample, ...Sample[]];
    const compare = (name: string, sample: Sample): Comparison => ({
      name,
      nanoseconds: sample.mean - first.mean,
      t: welch(sample, first),
    });
    return {
      microseconds: first.mean / 1_000,
      samples,
      control: compare(`A/A: ${reference}`, control),
      comparisons: rest.map((sample, at) => compare(names[at + 1] as string, sample)),
    };
  });
}
