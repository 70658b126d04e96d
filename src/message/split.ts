import { type Block, fromBlock, toBlocks } from "./blocks.ts";

/** How many bytes a text takes in UTF-8. */
const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/**
 * Joins parts in order into groups that are as large as the limit allows. A part that is too large is a group alone.
 *
 * @param gap - How much more two parts take when they are joined.
 */
function pack(parts: readonly string[], limit: number, gap: number): string[][] {
  const groups: string[][] = [];
  let room = 0;
  for (const part of parts) {
    const size = bytesOf(part);
    const group = groups.at(-1);
    if (group && size + gap <= room) {
      group.push(part);
      room -= size + gap;
    } else {
      groups.push([part]);
      room = limit - size;
    }
  }
  return groups;
}

/** Cuts a line that is too long: between words, within a word that is too long itself, never within a tag. */
const cut = (line: string, limit: number): string[] => {
  const words = line.match(/<[^<>]*>|[^\s<]+\s*|\s+|</g) ?? [""];
  const small = words.flatMap((word) => (bytesOf(word) > limit ? [...word] : word));
  return pack(small, limit, 0).map((group) => group.join(""));
};

/** Divides a block that is too large into parts, each with the block's head and tail. */
function divide(block: Block, limit: number): string[] {
  const frame = bytesOf(fromBlock({ ...block, lines: [""] }));
  // A head that leaves no room is text like any other.
  const isWhole = frame < limit / 2;
  const { lines, ...around } = isWhole ? block : { head: "", lines: fromBlock(block).split("\n"), tail: "" };
  const room = isWhole ? limit - frame : limit;
  const small = lines.flatMap((line) => cut(line, room));
  return pack(small, room, 1).map((group) => fromBlock({ ...around, lines: group }));
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
    throw new RangeError(`splitMarkdown: maxBytes must be an integer over 3, got ${maxBytes}`);
  }
  const parts = toBlocks(text).flatMap((block) => {
    const whole = fromBlock(block);
    return bytesOf(whole) > maxBytes ? divide(block, maxBytes) : whole;
  });
  return pack(parts, maxBytes, 1)
    .map((group) =>
      group
        .join("\n")
        .replace(/^\s*\n/, "")
        .trimEnd(),
    )
    .filter(Boolean);
}
