/** A block of Markdown. A part of it needs its head before it, and its tail behind it. */
export interface Block {
  /** The opening fence of code, or the first two lines of a table; empty for anything else. */
  readonly head: string;
  readonly lines: readonly string[];
  /** The closing fence of code, also where the text has none; empty for anything else. */
  readonly tail: string;
}

const FENCE = /^\s*(`{3,}|~{3,})/;

export const isHeading = (line: string): boolean => /^#{1,6}\s/.test(line);

/** Whether a line divides the header of a table from its rows. */
const isDelimiter = (line = ""): boolean => /^[\s|:]*-[\s|:-]*$/.test(line) && line.includes("|");

/** Divides Markdown into blocks: code, tables, blank lines, and text, to which its heading belongs. */
export function toBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.split(/\r?\n/);
  let head = "";
  let tail = "";
  /** The lines of the block under way. */
  let inside: string[] | undefined;
  /** It is a heading, and its text has not come yet. */
  let isTitle = false;
  const begin = (...first: string[]) => {
    inside = first;
    blocks.push({ head, lines: inside, tail });
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string;
    const words = line.trim();
    const fence = FENCE.exec(line)?.[1];
    if (tail) {
      // Only a fence alone on its line, and as long as the first, ends code.
      if (fence && fence === words && fence.startsWith(tail.trim())) {
        head = tail = "";
        inside = undefined;
      } else {
        inside?.push(line);
      }
    } else if (fence) {
      head = line;
      tail = line.slice(0, line.indexOf(fence)) + fence;
      begin();
    } else if (!head && line.includes("|") && isDelimiter(lines[at + 1])) {
      head = `${line}\n${lines[++at]}`;
      begin();
    } else if (inside && !isHeading(line) && (head ? line.includes("|") : words || isTitle)) {
      inside.push(line);
      isTitle &&= !words;
    } else {
      head = "";
      begin(line);
      isTitle = isHeading(line);
      if (!words) {
        inside = undefined;
      }
    }
  }
  return blocks;
}

/** A block as text. */
export const fromBlock = ({ head, lines, tail }: Block): string => [head || [], lines, tail || []].flat().join("\n");
