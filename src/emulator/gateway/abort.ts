/** Runs `work` until the signal fires; then rejects with the signal's reason, as `fetch` does. */
export async function abortable<T>(signal: AbortSignal | null | undefined, work: () => Promise<T>): Promise<T> {
  if (!signal) {
    return work();
  }
  signal.throwIfAborted();
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    if (stop) {
      signal.removeEventListener("abort", stop);
    }
  }
}

/** The longest delay of a timer. A longer one would end at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** Waits real milliseconds, or for ever when the signal fires first: the caller has left, so nothing may go on. */
export function delay(ms: number, signal?: AbortSignal | null): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.min(ms, MAX_DELAY_MS));
    signal?.addEventListener("abort", () => clearTimeout(timer), { once: true });
  });
}
