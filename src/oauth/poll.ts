import { type LarkApiError, LarkTransportError } from "../base/index.ts";

const DEFAULT_INTERVAL_SECONDS = 5;
/** How much slower each `slow_down` makes the requests, and the slowest. */
const SLOWER_SECONDS = 5;
const SLOWEST_SECONDS = 60;

/** Waits, unless a signal aborts. */
function pause(operation: string, seconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new LarkTransportError(`${operation}: aborted`, { code: "LARK_ABORTED" }));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, seconds * 1_000);
    signal?.addEventListener("abort", stop, { once: true });
    if (signal?.aborted) {
      stop();
    }
  });
}

/** A time of an answer in seconds, if it can be one. */
export const secondsOf = (value: unknown, fallback: number): number => {
  const seconds = typeof value === "object" ? 0 : Number(value);
  return seconds > 0 && seconds < 3_600 ? seconds : fallback;
};

/** How to wait for a person. */
export interface Polling {
  readonly operation: string;
  /** The `interval` of the answer, in seconds. */
  readonly interval: unknown;
  /** In milliseconds since the Unix epoch. */
  readonly expiresAt: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Repeats a request until the person has confirmed a code elsewhere.
 *
 * @param attempt - Resolves to `undefined` to be repeated.
 */
export async function poll<T>(
  { operation, interval, expiresAt, signal }: Polling,
  attempt: () => Promise<T | undefined>,
): Promise<T> {
  let seconds = secondsOf(interval, DEFAULT_INTERVAL_SECONDS);
  for (;;) {
    await pause(operation, seconds, signal);
    try {
      const result = await attempt();
      if (result) {
        return result;
      }
    } catch (error) {
      // The `error` of RFC 8628 is a text, where the platform's own is an object.
      const why = `${(error as LarkApiError).details}`;
      if (why === "slow_down") {
        seconds = Math.min(seconds + SLOWER_SECONDS, SLOWEST_SECONDS);
      } else if (
        (why !== "authorization_pending" && !(error instanceof LarkTransportError)) ||
        Date.now() > expiresAt
      ) {
        throw error;
      }
    }
  }
}
