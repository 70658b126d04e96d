import type { Path, Report } from "./report.ts";

/** A bare address that runs into Chinese, Japanese or Korean text: the client takes both for one link. */
const RUNS_ON = /(?<![("<=\]'])https?:\/\/[^\s<>()"']*?[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]/;

/** The traps of Markdown that refuse a card. */
export function checkMarkdown(content: unknown, path: Path, report: Report): void {
  const found = typeof content === "string" ? RUNS_ON.exec(content) : null;
  if (found) {
    report("bare-link", path, `The address ${found[0].slice(0, 60)} runs into the text behind it`);
  }
}
