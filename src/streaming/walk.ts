const FENCE = /^\s*(`{3,}|~{3,})/;

/** A table's line of dashes. */
const isDashes = (line: string): boolean => line.includes("|") && /^[\s|:-]+$/.test(line) && line.includes("-");

/** The lines of a text, each with its line break. */
export const linesOf = (text: string): string[] => (text ? text.split(/(?<=\n)/) : []);

/** A place in a Markdown text, between two lines. */
export interface Walk {
  /** The number of tables so far. */
  readonly tables: number;
  /** The beginning of the block around this place. */
  readonly head: string;
  /** Whether this place is outside of every block, and not behind a heading. */
  readonly isOutside: boolean;
  /** What ends the code block around this place. */
  readonly tail: string;
  /** Goes on behind a line. */
  take(line: string): void;
}

/** Walks through the lines of a Markdown text, and knows the block that each is in. */
export function createWalk(): Walk {
  /** The line that opened the code block around this place, and its marks. */
  let fence = "";
  let marks = "";
  let table = "";
  let before = "";
  let tables = 0;
  let isHeading = false;
  return {
    get tables() {
      return tables;
    },
    get head() {
      return fence || table;
    },
    get isOutside() {
      return !fence && !table && !before.trim() && !isHeading;
    },
    get tail() {
      return fence ? `${before.endsWith("\n") || !before ? "" : "\n"}${marks}` : "";
    },
    take(line: string): void {
      const [, found = ""] = FENCE.exec(line) ?? [];
      if (fence) {
        fence = found.startsWith(marks) && line.trim() === found ? "" : fence;
      } else if (found) {
        marks = found;
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
