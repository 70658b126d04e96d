/** The length of the longest beginning of a text that fits, where a shorter one fits, too. */
export function longestFit(text: string, fits: (beginning: string) => boolean): number {
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(text.slice(0, middle))) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

/** A place in a text, or the one before it, if it would divide a surrogate pair. */
export const withoutHalf = (text: string, end: number): number =>
  /[\uD800-\uDBFF]/.test(text[end - 1] ?? "") ? end - 1 : end;
