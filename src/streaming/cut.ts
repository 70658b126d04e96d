/** Tables in a card: five are allowed, and three are safe. */
const MAX_TABLES = 3;

const FENCE = /^\s*(`{3,}|~{3,})/;

/** A table's line of dashes. */
const isDashes = (line: string): boolean => line.includes("|") && /^[\s|:-]+$/.test(line) && line.includes("-");

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

/** Walks through the lines of a Markdown text, and knows the block that each is in. */
function createWalk() {
  let fence = "";
  let table = "";
  let before = "";
  let tables = 0;
  let isHeading = false;
  return {
    get tables() {
      return tables;
    },
    /** The beginning of the block around the place behind the last line. */
    get head() {
      return fence || table;
    },
    /** Whether the place behind the last line is outside of every block, and not behind a heading. */
    get isOutside() {
      return !fence && !table && !before.trim() && !isHeading;
    },
    get tail() {
      return fence ? `${before.endsWith("\n") || !before ? "" : "\n"}${/[`~]+/.exec(fence)?.[0]}` : "";
    },
    take(line: string): void {
      const [, marks = ""] = FENCE.exec(line) ?? [];
      if (fence) {
        const [open = ""] = /[`~]+/.exec(fence) ?? [];
        fence = marks.startsWith(open) && line.trim() === marks ? "" : fence;
      } else if (marks) {
        fence = line.endsWith("\n") ? line : `${line}\n`;
        table = "";
      } else if (isDashes(line) && before.includes("|") && !table) {
        table = before + line;
        tables += 1;
      } else if (!line.includes("|")) {
        table = "";
      }
      isHeading = line.trim() ? /^#{1,6}\s/.test(line) && !fence : isHeading;
      before = line;
    },
  };
}

/** The largest beginning of a line that fits, without half of a surrogate pair. */
function cutLine(line: string, room: number, measure: (text: string) => number): number {
  let low = 0;
  let high = line.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(line.slice(0, middle)) <= room) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  const space = line.lastIndexOf(" ", low) + 1;
  const end = space > low / 2 ? space : low;
  return Math.max(1, /[\uD800-\uDBFF]/.test(line[end - 1] ?? "") ? end - 1 : end);
}

/** The lines of a text, each with its line break. */
const linesOf = (text: string): string[] => (text ? text.split(/(?<=\n)/) : []);

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
