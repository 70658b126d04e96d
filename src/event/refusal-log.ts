import type { Log, Logger } from "../base/index.ts";

/** A minute's first refusals have a line each. */
const LINES_PER_MINUTE = 10;
const MINUTE_MS = 60_000;

/** Logs that a request was refused. */
export type RefusalLog = (reason: string, level?: keyof Logger) => void;

/**
 * Makes the log of refusals. After ten lines in a minute, further refusals are counted, and the first line of a later
 * minute has their number.
 *
 * Anybody can have requests refused, so their number must not be the number of lines.
 */
export function createRefusalLog(log: Log, now: () => number = Date.now): RefusalLog {
  let start = 0;
  let count = 0;
  return (reason, level = "warn") => {
    const time = now();
    // A clock may also be set back.
    if (Math.abs(time - start) >= MINUTE_MS) {
      if (count > LINES_PER_MINUTE) {
        log("warn", "callbacks refused without a line:", count - LINES_PER_MINUTE);
      }
      start = time;
      count = 0;
    }
    if (++count <= LINES_PER_MINUTE) {
      log(level, "callback refused:", reason);
    }
  };
}
