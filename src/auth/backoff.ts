/** How long the second failure in a row is remembered at most, in milliseconds; each further one twice as long. */
const FIRST_HOLD_MS = 1_000;
/** The longest time that a failure is remembered. After as long without one, the next failure is the first again. */
const MAX_HOLD_MS = 60_000;

/**
 * Remembers that something keeps failing, so that it is not tried again at once.
 *
 * A single failure is not remembered: what fails by chance works the next time.
 */
export interface Backoff {
  /** Whether it is too early to try again. */
  isHeld(): boolean;
  /** Remembers a failure, for a random time between half of the hold and all of it. */
  add(): void;
  /** Removes all failures. */
  clear(): void;
}

/** Makes a memory of failures. */
export function createBackoff(): Backoff {
  let failures = 0;
  let until = 0;
  return {
    isHeld() {
      const leftMs = until - Date.now();
      // More is left than there can be: the clock was set back.
      return leftMs > 0 && leftMs <= MAX_HOLD_MS;
    },
    add() {
      const now = Date.now();
      if (now > until + MAX_HOLD_MS) {
        failures = 0;
      }
      const holdMs = failures && Math.min(FIRST_HOLD_MS * 2 ** (failures - 1), MAX_HOLD_MS);
      failures++;
      until = now + holdMs * (0.5 + Math.random() / 2);
    },
    clear() {
      failures = until = 0;
    },
  };
}
