/** A limit: so many in so long. */
interface Limit {
  readonly count: number;
  readonly ms: number;
}

/** What the platform allows, and a little more time: a message may take shorter to arrive than the one before. */
const LIMITS: readonly Limit[] = [
  { count: 5, ms: 1_100 },
  { count: 100, ms: 61_000 },
];

/** How many times are remembered. */
const MEMORY = 100;

/** A clock, and waiting by it. */
export interface Time {
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/**
 * Makes a function that waits until the next message may be sent. Callers take turns in the order of their calls.
 *
 * It keeps times and no promises: on workerd a promise of a request that ended never settles, and all after it would wait
 * for ever.
 */
export function createPace({ now, wait }: Time): () => Promise<void> {
  /** When messages are sent, the oldest first; the last may be to come. */
  const times: number[] = [];
  return async () => {
    const earliest = LIMITS.map(({ count, ms }) => (times.at(-count) ?? Number.NEGATIVE_INFINITY) + ms);
    const at = Math.max(now(), ...earliest);
    times.push(at);
    times.splice(0, times.length - MEMORY);
    if (at > now()) {
      await wait(at - now());
    }
  };
}
