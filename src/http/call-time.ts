import { assertPositive, LarkTransportError } from "../base/index.ts";

/** For a whole call, in milliseconds. */
export const DEFAULT_DEADLINE_MS = 30_000;
/** For one attempt, up to the response headers, in milliseconds. */
export const DEFAULT_TIMEOUT_MS = 10_000;

/** The longest delay that every host can count. A longer one would end at once. */
const LONGEST_TIMER_MS = 2e9;

/** What ends a call. */
export interface TimeLimits {
  /** For the whole call with its token, its upload and its retries. */
  deadlineMs?: number | undefined;
  /** For one attempt, up to the response headers. */
  timeoutMs?: number | undefined;
  /** The caller's. */
  signal?: AbortSignal | undefined;
}

/** What ends work, and its name in errors. */
interface Limits extends TimeLimits {
  operation: string;
}

/**
 * When a call that begins now is over, by `performance.now()`: the clock of a host may be set meanwhile.
 *
 * @throws {RangeError} The deadline is not a positive number.
 */
export const endOf = ({ deadlineMs = DEFAULT_DEADLINE_MS }: TimeLimits): number =>
  performance.now() + assertPositive("deadlineMs", deadlineMs);

/** The functions to call when a signal aborts. One listener serves all, because Node 20 takes the eleventh for a leak. */
const waiting: WeakMap<AbortSignal, { all: Set<() => void>; onAbort: () => void }> = /* @__PURE__ */ new WeakMap();

/** Calls a function when a signal aborts. The returned function cancels this. */
function listen(signal: AbortSignal, run: () => void): () => void {
  let known = waiting.get(signal);
  if (!known) {
    const all = new Set<() => void>();
    const onAbort = () => {
      for (const one of all) {
        one();
      }
    };
    known = { all, onAbort };
    waiting.set(signal, known);
    signal.addEventListener("abort", onAbort);
  }
  const { all, onAbort } = known;
  all.add(run);
  return () => {
    if (all.delete(run) && !all.size) {
      waiting.delete(signal);
      signal.removeEventListener("abort", onAbort);
    }
  };
}

/**
 * Awaits work as long as its call may last. The work itself may go on: not every `fetch`, hook or token heeds a signal.
 *
 * @param work - Gets the signal that stops it. It may say that it has an answer: then the rest of the deadline is left
 *   for reading it.
 * @param timeoutMs - Until it has an answer. Default: the deadline.
 * @throws {LarkTransportError} The time is over, or the caller aborted.
 */
export function within<T>(
  { operation, signal, deadlineMs = DEFAULT_DEADLINE_MS }: Limits,
  endsAt: number,
  work: (signal: AbortSignal, answered: () => unknown) => T | Promise<T>,
  timeoutMs: number = LONGEST_TIMER_MS,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let unlisten: (() => void) | undefined;
    let isOver = false;

    function close(): void {
      isOver = true;
      clearTimeout(timer);
      unlisten?.();
    }
    function end(code: "LARK_TIMEOUT" | "LARK_ABORTED", what: string, cause?: unknown): void {
      const error = new LarkTransportError(`${operation}: ${what}`, { code, cause });
      close();
      reject(error);
      controller.abort(error);
    }
    const onAbort = () => end("LARK_ABORTED", "aborted by the caller's signal", signal?.reason);

    function setTimer(limitMs: number): void {
      clearTimeout(timer);
      const leftMs = endsAt - performance.now();
      const late = limitMs < leftMs ? `timeoutMs (${limitMs} ms)` : `deadlineMs (${deadlineMs} ms)`;
      const onTimer = () => end("LARK_TIMEOUT", `no answer within ${late}`);
      // A delay below zero makes Node 24 warn.
      timer = setTimeout(onTimer, Math.max(0, Math.min(limitMs, leftMs, LONGEST_TIMER_MS)));
    }

    if (signal?.aborted) {
      onAbort();
      return;
    }
    unlisten = signal && listen(signal, onAbort);
    setTimer(timeoutMs);
    // An answer may also come too late.
    const answered = () => isOver || setTimer(LONGEST_TIMER_MS);
    (async () => work(controller.signal, answered))().then(resolve, reject).finally(close);
  });
}
