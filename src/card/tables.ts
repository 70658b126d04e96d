import { textOf } from "./json.ts";

const FENCE = /^\s*(```|~~~)/;

/** Whether a line is the one of dashes below a table's head. Cell by cell: one pattern for all would backtrack. */
const isDelimiter = (line: string): boolean =>
  line
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|")
    .every((cell) => /^:?-+:?$/.test(cell.trim()));

/** A table in a Markdown text, by the numbers of its first line and the one behind its last. */
export interface MarkdownTable {
  from: number;
  to: number;
}

/** Finds the tables of a Markdown text: a row with a bar, then a line of dashes, outside of code. */
export function tablesIn(lines: readonly string[]): MarkdownTable[] {
  const found: MarkdownTable[] = [];
  let isCode = false;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string;
    const before = lines[at - 1] ?? "";
    if (FENCE.test(line)) {
      isCode = !isCode;
    } else if (!isCode && before.includes("|") && line.includes("|") && isDelimiter(line)) {
      const from = at - 1;
      while (lines[at + 1]?.includes("|") && !FENCE.test(lines[at + 1] as string)) {
        at += 1;
      }
      found.push({ from, to: at + 1 });
    }
  }
  return found;
}

/** How many tables a Markdown text holds. */
export const countTables = (markdown: unknown): number => tablesIn(textOf(markdown).split("\n")).length;
