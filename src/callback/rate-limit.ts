/** How many unsigned bodies are decrypted at once, after a pause. */
const BURST = 20;
/** How many more follow, for as long as they come. */
const PER_SECOND = 2;

/**
 * Makes a limit of tries: it answers whether one more may be made now.
 *
 * @param now - The clock, in milliseconds. One that is set back grants nothing.
 */
export function createLimit(now: () => number = () => Date.now()): () => boolean {
  let left = 0;
  let last = 0;
  return () => {
    const time = now();
    left = Math.min(BURST, left + (Math.max(time - last, 0) * PER_SECOND) / 1000);
    last = time;
    const granted = left >= 1;
    left -= +granted;
    return granted;
  };
}

/**
 * The one limit of this process or isolate, shared by all dispatchers in it.
 *
 * It is the only state of this package that outlives its objects. A limit of each dispatcher would be none where one is
 * made for each request.
 */
export const mayDecryptUnsigned: () => boolean = /* @__PURE__ */ createLimit();
