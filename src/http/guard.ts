import { LarkTransportError } from "../errors.ts";

/** A limit of time, and a signal that aborts with the error to throw. */
export interface Guard {
  readonly signal: AbortSignal;
  /** Milliseconds since the Unix epoch. */
  readonly endsAt: number;
  /** Ends the time, and listens no more to the parent. */
  end(): void;
}

/** A limit of time is over; it is named after its option. */
export const timeoutError = (operation: string, limit: string): LarkTransportError =>
  new LarkTransportError(`${operation}: no answer within ${limit}`, { code: "LARK_TIMEOUT" });

/** Starts a limit of time inside another, or inside the caller's signal. */
export function startGuard(operation: string, ms: number, limit: string, parent?: AbortSignal): Guard {
  const controller = new AbortController();
  const forward = () =>
    controller.abort(new LarkTransportError(`${operation}: aborted`, { code: "LARK_ABORTED", cause: parent?.reason }));
  const expire = () => controller.abort(timeoutError(operation, limit));
  // A longer delay than the host can count would end at once.
  const timer = setTimeout(expire, Math.min(ms, 2e9));
  if (parent?.aborted) {
    forward();
  }
  parent?.addEventListener("abort", forward);
  return {
    signal: controller.signal,
    endsAt: Date.now() + ms,
    end() {
      clearTimeout(timer);
      parent?.removeEventListener("abort", forward);
    },
  };
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
