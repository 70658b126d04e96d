/** How long the second failure in a row is remembered at most, in milliseconds; each further one twice as long. */
const FIRST_HOLD_MS = 1_000;
/** The longest time that a failure is remembered. After as long without one, the next failure is the first again. */
const MAX_HOLD_MS = 60_000;

/**
 * Remembers that something keeps failing, so that it is not tried again at once.
 *
 * A single failure is not remembered: what fails by chance works the next time.
 */
export class Backoff {
  #failures = 0;
  #until = 0;

  /** Whether it is too early to try again. */
  isHeld(): boolean {
    const leftMs = this.#until - Date.now();
    // More is left than there can be: the clock was set back.
    return leftMs > 0 && leftMs <= MAX_HOLD_MS;
  }

  /** Remembers a failure, for a random time between half of the hold and all of it. */
  add(): void {
    const now = Date.now();
    if (now > this.#until + MAX_HOLD_MS) {
      this.#failures = 0;
    }
    const holdMs = this.#failures && Math.min(FIRST_HOLD_MS * 2 ** (this.#failures - 1), MAX_HOLD_MS);
    this.#failures++;
    this.#until = now + holdMs * (0.5 + Math.random() / 2);
  }

  /** Forgets all failures. */
  clear(): void {
    this.#failures = 0;
    this.#until = 0;
  }
}
