import * as type from "./block-types.ts";
import { docxError } from "./errors.ts";

/** Refuses a block that takes no children. */
export function checkParent(kind: number): void {
  if (!type.typeOf(kind)?.mayHaveChildren) {
    throw docxError(1770028, `block_type ${kind}`);
  }
}

/** What a parent does not take. */
const FORBIDDEN: ReadonlyMap<number, readonly number[]> = /* @__PURE__ */ new Map([
  [type.TABLE_CELL, [type.TABLE, type.SHEET, type.BITABLE, type.OKR]],
  [type.GRID_COLUMN, [type.GRID, type.BITABLE, type.OKR]],
]);

const IN_CALLOUTS: readonly number[] = [
  type.TEXT,
  ...type.HEADINGS,
  type.BULLET,
  type.ORDERED,
  type.QUOTE,
  type.TODO,
  type.QUOTE_CONTAINER,
];

/**
 * Refuses a child that its parent does not take.
 *
 * Page: https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/document-docx/docx-overview
 */
export function checkChild(parent: number, child: number): void {
  const isRefused =
    parent === type.CALLOUT ? !IN_CALLOUTS.includes(child) : FORBIDDEN.get(parent)?.includes(child) === true;
  if (isRefused) {
    throw docxError(1770030, `block_type ${child} in block_type ${parent}`);
  }
}
