/** A block of Markdown. A part of it needs its head before it, and its tail behind it. */
export interface Block {
  /** The opening fence of code, or the first two lines of a table; empty for anything else. */
  head: string;
  lines: string[];
  /** The closing fence of code, also where the text has none; empty for anything else. */
  tail: string;
}

const FENCE = /^\s*(`{3,}|~{3,})/;

const isHeading = (line: string): boolean => /^#{1,6}\s/.test(line);

/** Whether a line divides the header of a table from its rows. */
const isDelimiter = (line = ""): boolean => /^[\s|:-]+$/.test(line) && line.includes("|") && line.includes("-");

/** Divides Markdown into blocks. Blank lines and headings are blocks of their own. */
export function toBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.split(/\r?\n/);
  let block: Block | undefined;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string;
    const fence = FENCE.exec(line)?.[1];
    if (block?.tail) {
      // Within code: only a fence alone on its line, and as long as the first, ends it.
      if (fence?.startsWith(block.tail.trim()) && line.trim() === fence) {
        block = undefined;
      } else {
        block.lines.push(line);
      }
    } else if (fence) {
      block = { head: line, lines: [], tail: line.slice(0, line.indexOf(fence)) + fence };
      blocks.push(block);
    } else if (line.includes("|") && isDelimiter(lines[at + 1]) && !block?.head) {
      block = { head: `${line}\n${lines[++at]}`, lines: [], tail: "" };
      blocks.push(block);
    } else if (block && line.trim() && !isHeading(line) && (!block.head || line.includes("|"))) {
      block.lines.push(line);
    } else {
      const next: Block = { head: "", lines: [line], tail: "" };
      block = line.trim() && !isHeading(line) ? next : undefined;
      blocks.push(next);
    }
  }
  return blocks;
}

/** A block as text. */
export function fromBlock({ head, lines, tail }: Block): string {
  const text = lines.length ? (head && `${head}\n`) + lines.join("\n") : head;
  return tail ? `${text}\n${tail}` : text;
}
