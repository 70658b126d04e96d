import { assertPositive, LarkTransportError } from "../base/index.ts";

/** For a whole call. */
export const DEFAULT_DEADLINE_MS = 30_000;

/** What limits a call. */
export interface Limits {
  deadlineMs?: number;
  /** The caller's. */
  signal?: AbortSignal;
}

/** A limit of time. */
export interface Guard {
  /** Aborts with the error to throw. */
  readonly signal: AbortSignal;
  /** Milliseconds since the Unix epoch. */
  readonly endsAt: number;
}

/** A limit of time is over; it is named after its option. */
export const timeoutError = (operation: string, limit: string): LarkTransportError =>
  new LarkTransportError(`${operation}: no answer within ${limit}`, { code: "LARK_TIMEOUT" });

/** Does work within the time of a call, and as long as the caller's signal lets it. */
export async function guarded<T>(
  operation: string,
  { deadlineMs: ms = DEFAULT_DEADLINE_MS, signal: parent }: Limits,
  work: (guard: Guard) => Promise<T>,
): Promise<T> {
  assertPositive("deadlineMs", ms);
  const controller = new AbortController();
  const { signal } = controller;
  const forward = () =>
    controller.abort(new LarkTransportError(`${operation}: aborted`, { code: "LARK_ABORTED", cause: parent?.reason }));
  // A longer delay than the host can count would end at once.
  const timer = setTimeout(() => controller.abort(timeoutError(operation, "deadlineMs")), Math.min(ms, 2e9));
  parent?.addEventListener("abort", forward);
  try {
    if (parent?.aborted) {
      forward();
    }
    signal.throwIfAborted();
    return await work({ signal, endsAt: Date.now() + ms });
  } finally {
    clearTimeout(timer);
    parent?.removeEventListener("abort", forward);
  }
}

/**
 * Awaits a promise no longer than a guard allows.
 *
 * The promise is raced, since not every `fetch` listens to its signal, and on workerd a promise of a request that has
 * ended never settles.
 */
export function within<T>(promise: Promise<T>, { signal }: Guard): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) {
      stop();
    }
    // Never removed: a guard lives no longer than its call.
    signal.addEventListener("abort", stop);
    promise.then(resolve, reject);
  });
}
