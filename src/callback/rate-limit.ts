/** How many unsigned bodies are decrypted at once, after a pause. */
const BURST = 20;
/** How many more follow, for as long as they come. */
const PER_SECOND = 2;

/** A limit of tries. */
export interface Limit {
  /** Takes a try; `false` if there is none. */
  take(): boolean;
  /** Gives a try back: what it opened was genuine, so it was no guess. */
  giveBack(): void;
}

/**
 * Makes a limit of tries.
 *
 * @param now - The clock, in milliseconds. One that is set back grants nothing.
 */
export function createLimit(now: () => number = () => Date.now()): Limit {
  let left = 0;
  let last = 0;
  return {
    take() {
      const time = now();
      left = Math.min(BURST, left + (Math.max(time - last, 0) * PER_SECOND) / 1_000);
      last = time;
      return left >= 1 && !!left--;
    },
    giveBack() {
      left++;
    },
  };
}

/**
 * The one limit of this process or isolate, shared by all dispatchers in it: a limit of each dispatcher would be none where
 * one is made for each request. It is the only state of this package that outlives its objects.
 */
export const unsignedTries: Limit = /* @__PURE__ */ createLimit();
