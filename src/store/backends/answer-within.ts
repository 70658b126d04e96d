import { LarkError, patient } from "../../base/index.ts";

/** How long a store in another process may take to answer, in milliseconds. */
export const DEFAULT_STORE_TIMEOUT_MS = 5_000;

/**
 * Awaits an answer for so long, then gives up and aborts the signal.
 *
 * The answer is raced: not every client listens to a signal, and some wait for a lost connection for ever.
 */
export async function answerWithin<T extends {} | null>(
  what: string,
  timeoutMs: number,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const answer = await patient(ask(controller.signal), timeoutMs);
  if (answer === undefined) {
    controller.abort();
    throw new LarkError(`${what}: no answer within ${timeoutMs} ms`, { code: "LARK_STORE" });
  }
  return answer;
}
