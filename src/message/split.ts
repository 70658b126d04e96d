import { type Block, fromBlock, toBlocks } from "./blocks.ts";

const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text);

const bytesOf = (text: string): number => (isAscii(text) ? text.length : new TextEncoder().encode(text).length);

/** How many bytes a character takes in UTF-8. */
const widthOf = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);

/** Cuts a line that is too long, at a space if there is one in its second half, and not within a tag. */
function cut(line: string, maxBytes: number): string[] {
  const parts: string[] = [];
  let start = 0;
  let bytes = 0;
  for (let at = 0; at < line.length; ) {
    const code = line.codePointAt(at) as number;
    bytes += widthOf(code);
    if (bytes > maxBytes) {
      const full = line.slice(start, at);
      const space = full.lastIndexOf(" ") + 1;
      const tag = full.lastIndexOf("<");
      const isInTag = tag > full.lastIndexOf(">");
      const end = [isInTag ? tag : 0, space].find((one) => one > full.length / 2) ?? full.length;
      parts.push(full.slice(0, end));
      start = at = start + end;
      bytes = 0;
    } else {
      at += code > 0xffff ? 2 : 1;
    }
  }
  return [...parts, line.slice(start)];
}

/** Divides a block that is too large into parts that are blocks as well. */
function divide(block: Block, maxBytes: number): string[] {
  const frame = bytesOf(fromBlock({ ...block, lines: [""] }));
  // A head that leaves no room is text like any other.
  const whole = frame > maxBytes / 2 ? { head: "", lines: fromBlock(block).split("\n"), tail: "" } : block;
  const room = maxBytes - (whole === block ? frame : 0);
  const parts: string[] = [];
  let lines: string[] = [];
  let bytes = 0;
  const flush = () => {
    parts.push(fromBlock({ ...whole, lines }));
    lines = [];
    bytes = 0;
  };
  for (const line of whole.lines.flatMap((one) => cut(one, room))) {
    const more = bytesOf(line) + (lines.length ? 1 : 0);
    if (lines.length && bytes + more > room) {
      flush();
    }
    bytes += lines.length ? more : bytesOf(line);
    lines.push(line);
  }
  flush();
  return parts;
}

/**
 * Splits Markdown into pieces, at the borders of its blocks.
 *
 * A code block that is cut is closed and opened again with its language, a table stays whole where it fits and repeats
 * its header where it does not, a heading stays with what follows, and a line is cut only if it is too long by itself.
 * White space at the border of two pieces is dropped.
 *
 * @param options.maxBytes - The largest piece, in bytes of UTF-8.
 * @returns The pieces in order; none for a text without anything to show.
 * @throws {RangeError} `maxBytes` is not an integer of at least 4, the bytes of one character.
 * @example
 * for (const piece of splitMarkdown(answer, { maxBytes: 20_000 })) await bot.send(markdown(piece));
 */
export function splitMarkdown(text: string, { maxBytes }: { maxBytes: number }): string[] {
  if (!(Number.isInteger(maxBytes) && maxBytes >= 4)) {
    throw new RangeError(`splitMarkdown: maxBytes must be an integer of at least 4, got ${maxBytes}`);
  }
  const pieces: string[] = [];
  let piece: string[] = [];
  let bytes = 0;
  const add = (part: string, size: number) => {
    if (piece.length && bytes + 1 + size > maxBytes) {
      // A heading at the end of a piece would stand apart from its text.
      const last = piece.at(-1) as string;
      const moves = piece.length > 1 && /^#{1,6}\s/.test(last) && bytesOf(last) + 1 + size <= maxBytes;
      const heading = moves ? piece.splice(-1) : [];
      pieces.push(piece.join("\n"));
      piece = heading;
      bytes = moves ? bytesOf(last) : 0;
    }
    if (piece.length || part.trim()) {
      bytes += size + (piece.length ? 1 : 0);
      piece.push(part);
    }
  };
  for (const block of toBlocks(text)) {
    const whole = fromBlock(block);
    const size = bytesOf(whole);
    for (const part of size > maxBytes ? divide(block, maxBytes) : [whole]) {
      add(part, part === whole ? size : bytesOf(part));
    }
  }
  pieces.push(piece.join("\n"));
  return pieces.map((one) => one.trimEnd()).filter(Boolean);
}
