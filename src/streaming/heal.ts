const FENCE = /^\s*(`{3,}|~{3,})/;

/** A line that may become a table: a row with bars and, behind it, the beginning of a line of dashes. */
const HALF_TABLE = /(?:^|\n)[^\n]*\|[^\n]*\n?[\s|:-]*$/;

/**
 * Completes Markdown that is not finished: pass it as `heal`.
 *
 * A code block that is open is closed, and a table is left out until its line of dashes is complete, because half a table is
 * shown as text. A text that is changed at its end is not typed on but shown at once.
 *
 * @see https://open.feishu.cn/document/feishu-cards/card-json-v2-components/content-components/rich-text 富文本组件
 */
export function healMarkdown(text: string): string {
  let fence = "";
  for (const line of text.split("\n")) {
    const [, marks = ""] = FENCE.exec(line) ?? [];
    if (!fence) {
      fence = marks;
    } else if (marks.startsWith(fence) && line.trim() === marks) {
      fence = "";
    }
  }
  if (fence) {
    return `${text}${text.endsWith("\n") ? "" : "\n"}${fence}`;
  }
  const half = HALF_TABLE.exec(text);
  const [head = "", dashes = ""] = (half?.[0] ?? "").trim().split("\n");
  const isRow = half && /^\s*\|/.test(head) && head.includes("|");
  const isWhole = dashes.split("|").length >= head.split("|").length && /-\s*\|?\s*$/.test(dashes);
  const isFirst = half && !/\|[^\n]*\n?$/.test(text.slice(0, half.index));
  return isRow && isFirst && !isWhole ? text.slice(0, half.index) : text;
}
