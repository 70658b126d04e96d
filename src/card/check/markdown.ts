import type { Path, Report } from "./report.ts";

const FENCE = /^\s*(```|~~~)/;
const DELIMITER = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/** How many tables a Markdown text holds: a row with a bar, then a line of dashes, outside of code. */
export function countTables(markdown: unknown): number {
  let isCode = false;
  let count = 0;
  let before = "";
  for (const line of String(markdown ?? "").split("\n")) {
    if (FENCE.test(line)) {
      isCode = !isCode;
    } else if (!isCode && before.includes("|") && line.includes("|") && DELIMITER.test(line)) {
      count += 1;
    }
    before = line;
  }
  return count;
}

/** A bare address that runs into Chinese, Japanese or Korean text: the client takes both for one link. */
const RUNS_ON = /(?<![("<=\]'])https?:\/\/[^\s<>()"']*?[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]/;

/** The traps of Markdown that refuse a card. */
export function checkMarkdown(content: unknown, path: Path, report: Report): void {
  const found = typeof content === "string" ? RUNS_ON.exec(content) : null;
  if (found) {
    report("bare-link", path, `The address ${found[0].slice(0, 60)} runs into the text behind it`);
  }
}
