import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { success } from "../success.ts";
import { touch } from "./change.ts";
import { sheetError } from "./errors.ts";
import { findSheet, findSpreadsheet } from "./find.ts";
import { BOOK_NOTES } from "./notes.ts";
import { growTo } from "./range.ts";
import type { Cell, Sheet, Spreadsheet } from "./state.ts";

/** Most rows or columns that one request adds or deletes. */
const MAX_COUNT = 5000;

interface Dimension {
  sheetId: string;
  majorDimension: string;
  length?: number;
  startIndex?: number;
  endIndex?: number;
}

interface Target {
  book: Spreadsheet;
  sheet: Sheet;
  isRows: boolean;
  dimension: Dimension;
}

function readTarget(call: Call): Target {
  const { book } = findSpreadsheet(call);
  const dimension = call.input.body.dimension as Dimension;
  const { majorDimension, sheetId } = dimension;
  if (majorDimension !== "ROWS" && majorDimension !== "COLUMNS") {
    throw sheetError(call, 204, ": majorDimension is ROWS or COLUMNS");
  }
  return { book, sheet: findSheet(call, book, sheetId), isRows: majorDimension === "ROWS", dimension };
}

/** How many are meant; the first is counted from `first`. */
function countOf(call: Call, { dimension, sheet, isRows }: Target, first: number, mayAppend: boolean): number {
  const { startIndex = 0, endIndex = 0 } = dimension;
  const size = isRows ? sheet.rowCount : sheet.columnCount;
  const count = endIndex - startIndex + first;
  const isInside = startIndex >= first && startIndex - first <= (mayAppend ? size : size - 1);
  if (!isInside || count < 1 || (!mayAppend && endIndex > size - 1 + first)) {
    throw sheetError(call, 202, `=${startIndex}:${endIndex}`);
  }
  if (count > MAX_COUNT) {
    throw sheetError(call, 226, `: at most ${MAX_COUNT} at once`);
  }
  return count;
}

function grow(call: Call, { sheet, isRows }: Target, count: number): void {
  if (isRows) {
    growTo(call, sheet, sheet.rowCount + count - 1, 0);
  } else {
    growTo(call, sheet, 0, sheet.columnCount + count - 1);
  }
}

function append(call: Call): Answer {
  const target = readTarget(call);
  const { length = 0, majorDimension } = target.dimension;
  if (length < 1 || length > MAX_COUNT) {
    throw sheetError(call, 226, `: length is 1 to ${MAX_COUNT}`);
  }
  grow(call, target, length);
  touch(call, target.book);
  return success({ addCount: length, majorDimension });
}

function insert(call: Call): Answer {
  const target = readTarget(call);
  const { startIndex = 0 } = target.dimension;
  const count = countOf(call, target, 0, true);
  grow(call, target, count);
  const { rows } = target.sheet;
  if (target.isRows) {
    if (startIndex < rows.length) {
      rows.splice(startIndex, 0, ...Array.from({ length: count }, (): Cell[] => []));
    }
  } else {
    for (const row of rows) {
      if (startIndex < row.length) {
        row.splice(startIndex, 0, ...new Array<Cell>(count).fill(null));
      }
    }
  }
  touch(call, target.book);
  return success({});
}

/** Here indexes begin with 1 and the last is inside, unlike those of inserting. */
function remove(call: Call): Answer {
  const target = readTarget(call);
  const { sheet, isRows, dimension } = target;
  const count = countOf(call, target, 1, false);
  const start = (dimension.startIndex ?? 1) - 1;
  if (count === (isRows ? sheet.rowCount : sheet.columnCount)) {
    throw sheetError(call, 202, ": a sheet is never empty");
  }
  if (isRows) {
    sheet.rows.splice(start, count);
    sheet.rowCount -= count;
  } else {
    for (const row of sheet.rows) {
      row.splice(start, count);
    }
    sheet.columnCount -= count;
  }
  touch(call, target.book);
  return success({ delCount: count, majorDimension: dimension.majorDimension });
}

/** Rows and columns. Page: https://open.feishu.cn/document/ukTMukTMukTM/uUjMzUjL1IzM14SNyMTN */
export const sheetDimension: readonly Route[] = service("sheets", [
  route("POST v2/spreadsheets/:spreadsheet_token/dimension_range", append, [
    ...BOOK_NOTES,
    ["At most 5,000 at once", "documentation"],
  ]),
  route("POST v2/spreadsheets/:spreadsheetToken/insert_dimension_range", insert, [
    ["Indexes begin with 0, the last is outside", "documentation"],
    ["`inheritStyle` changes nothing: cells have no style", "assumption"],
  ]),
  route("DELETE v2/spreadsheets/:spreadsheetToken/dimension_range", remove, [
    ["Indexes begin with 1, the last is inside", "documentation"],
    ["Formulas are not rewritten", "assumption"],
  ]),
]);
