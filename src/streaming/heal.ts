import { createWalk, linesOf } from "./walk.ts";

/** Whether a line is a table's dashes, or a part of them. */
const isDashes = (line: string): boolean => !/[^\s|:-]/.test(line);

const isRow = (line: string): boolean => line.trimStart().startsWith("|");

const cellsOf = (line: string): number => line.trim().split("|").length;

/** Where a table begins whose line of dashes is not complete. */
function findHalfTable(text: string): number | undefined {
  const lines = text.split("\n");
  const last = lines.pop() ?? "";
  const above = lines.at(-1);
  const isBelow = isDashes(last) && above?.includes("|");
  const [row = "", dashes, before] = isBelow ? [above, last.trim(), lines.at(-2)] : [last, "", above];
  const isWhole = cellsOf(dashes) >= cellsOf(row) && /[-:]$/.test(dashes.replace(/\|$/, "").trimEnd());
  if (!isRow(row) || before?.includes("|") || isWhole) {
    return undefined;
  }
  return text.length - last.length - (isBelow ? row.length + 1 : 0);
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
  const walk = createWalk();
  for (const line of linesOf(text)) {
    walk.take(line);
  }
  if (walk.tail) {
    return text + walk.tail;
  }
  const half = findHalfTable(text);
  return half === undefined ? text : text.slice(0, Math.max(0, half - 1));
}
