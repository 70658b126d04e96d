import { longestFit, withoutHalf } from "./fit.ts";
import { createWalk, linesOf } from "./walk.ts";

/** Tables in a card: five are allowed, and three are safe. */
const MAX_TABLES = 3;

/** Where a text is cut, and what makes both halves whole. */
export interface Cut {
  readonly at: number;
  /** What the first half ends with: the end of a code block. */
  readonly tail: string;
  /** What the second half begins with: the beginning of a code block, or a table's head. */
  readonly head: string;
}

/** What a card holds. */
export interface CutOptions {
  readonly maxBytes: number;
  readonly measure: (text: string) => number;
}

/** The largest beginning of a line that fits, without half of a surrogate pair. */
function cutLine(line: string, room: number, measure: (text: string) => number): number {
  const low = longestFit(line, (part) => measure(part) <= room);
  const space = line.lastIndexOf(" ", low) + 1;
  const end = space > low / 2 ? space : low;
  return Math.max(1, withoutHalf(line, end));
}

/**
 * Finds where a text is cut that is too large for a card; `undefined` for a text that fits.
 *
 * @param head - What the card begins with, before the text.
 */
export function findCut(text: string, head: string, { maxBytes, measure }: CutOptions): Cut | undefined {
  const walk = createWalk();
  for (const line of linesOf(head)) {
    if (line.endsWith("\n")) {
      walk.take(line);
    }
  }
  // Enough for the end of a code block.
  const room = maxBytes - measure(head) - 16;
  let used = 0;
  let at = 0;
  let soft: Cut | undefined;
  let hard: Cut | undefined;
  /** Before a table's head, of which only the next line shows that it is one. */
  let earlier: Cut | undefined;
  for (const line of linesOf(text)) {
    const here = { at, tail: walk.tail, head: walk.head };
    if (at > 0 && walk.isOutside) {
      soft = here;
    }
    const size = measure(line);
    if (used + size > room) {
      if (!hard) {
        const end = cutLine(line, room - used, measure);
        walk.take(line.slice(0, end));
        return { at: at + end, tail: walk.tail, head: walk.head };
      }
      return soft && soft.at > at / 2 ? soft : hard;
    }
    walk.take(line);
    if (walk.tables > MAX_TABLES && earlier) {
      return soft && soft.at > earlier.at / 2 ? soft : earlier;
    }
    used += size;
    earlier = hard;
    at += line.length;
    hard = { at, tail: walk.tail, head: walk.head };
  }
  return undefined;
}
