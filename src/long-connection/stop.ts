import { LarkTransportError, patient } from "../base/index.ts";

/** There is no connection: why. */
export const noConnection = (why: string, code: "LARK_NETWORK" | "LARK_ABORTED" = "LARK_NETWORK"): LarkTransportError =>
  new LarkTransportError(why, { code });

/** A promise, and the function that resolves it. */
export function deferred<T>(): [promise: Promise<T>, resolve: (value: T) => void] {
  let settle: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return [promise, settle];
}

/**
 * Awaits work for so many milliseconds, but not beyond the signal. Resolves to undefined when the time is over. Nothing is left
 * on the signal, which lives as long as the connection.
 */
export async function within<T>(ms: number, signal: AbortSignal, work?: Promise<T>): Promise<T | undefined> {
  const [stopped, tellStopped] = deferred<undefined>();
  const stop = () => tellStopped(undefined);
  signal.addEventListener("abort", stop);
  if (signal.aborted) {
    stop();
  }
  try {
    return await patient(work ? Promise.race([work, stopped]) : stopped, ms);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
