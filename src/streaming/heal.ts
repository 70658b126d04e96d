const FENCE = /^\s*(`{3,}|~{3,})/;

/** Whether a line is a table's dashes, or a part of them. */
const isDashes = (line: string): boolean => !/[^\s|:-]/.test(line);

const isRow = (line: string | undefined): boolean => line?.trimStart().startsWith("|") === true;

const cellsOf = (line: string): number => line.trim().split("|").length;

/** Where a table begins whose line of dashes is not complete. */
function findHalfTable(text: string): number | undefined {
  const lines = text.split("\n");
  const last = lines.pop() ?? "";
  const above = lines.at(-1);
  const [row, dashes, before] =
    isDashes(last) && above?.includes("|") ? [above, last.trim(), lines.at(-2)] : [last, "", above];
  const isWhole = cellsOf(dashes) >= cellsOf(row) && /[-:]$/.test(dashes.replace(/\|$/, "").trimEnd());
  if (!isRow(row) || before?.includes("|") || isWhole) {
    return undefined;
  }
  return text.length - last.length - (row === last ? 0 : row.length + 1);
}

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
  const half = findHalfTable(text);
  return half === undefined ? text : text.slice(0, Math.max(0, half - 1));
}
