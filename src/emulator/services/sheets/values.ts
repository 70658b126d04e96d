import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import { success } from "../success.ts";
import { parseRendering, read, toCells, write } from "./cells.ts";
import { touch } from "./change.ts";
import { sheetError } from "./errors.ts";
import { findSpreadsheet } from "./find.ts";
import { BOOK_NOTES, RANGE_NOTES } from "./notes.ts";
import { type Area, growTo, parseRange, toRange } from "./range.ts";
import type { Cell, Sheet, Spreadsheet } from "./state.ts";

/** Most columns that a range without a last row gives. */
const MAX_OPEN_COLUMNS = 100;

interface ValueRange {
  range: string;
  values: unknown[][];
}

/** A rectangle and its cells, as they are answered. */
function toValueRange(call: Call, book: Spreadsheet, range: string): Record<string, unknown> & { values: unknown[][] } {
  const area = parseRange(call, book, range);
  if (area.isOpen && area.right - area.left >= MAX_OPEN_COLUMNS) {
    area.right = area.left + MAX_OPEN_COLUMNS - 1;
  }
  const { sheet } = area;
  if (area.top >= sheet.rowCount || area.left >= sheet.columnCount) {
    throw sheetError(call, 202, `=${range}`);
  }
  const values = read(area, parseRendering(call, call.input.query.valueRenderOption));
  const bottom = Math.min(area.bottom, sheet.rowCount - 1);
  const right = Math.min(area.right, sheet.columnCount - 1);
  return { majorDimension: "ROWS", range: toRange({ ...area, bottom, right }), revision: book.revision, values };
}

function get(call: Call): Answer {
  const { book } = findSpreadsheet(call);
  const valueRange = toValueRange(call, book, asText(call.input.path.range));
  return success({ revision: book.revision, spreadsheetToken: book.token, valueRange });
}

function batchGet(call: Call): Answer {
  const { book } = findSpreadsheet(call);
  // Both spellings: one text with commas, and the key once more for each.
  const ranges = call.query.getAll("ranges").flatMap((text) => text.split(","));
  const valueRanges = ranges.map((range) => toValueRange(call, book, range));
  const totalCells = valueRanges.reduce((sum, { values }) => sum + values.reduce((all, row) => all + row.length, 0), 0);
  return success({ revision: book.revision, spreadsheetToken: book.token, totalCells, valueRanges });
}

function toUpdate(book: Spreadsheet, area: Area): Record<string, unknown> {
  const [updatedRows, updatedColumns] = [area.bottom - area.top + 1, area.right - area.left + 1];
  const updatedCells = updatedRows * updatedColumns;
  const { token: spreadsheetToken, revision } = book;
  return { revision, spreadsheetToken, updatedCells, updatedColumns, updatedRange: toRange(area), updatedRows };
}

function put(call: Call): Answer {
  const { book } = findSpreadsheet(call);
  const { range, values } = call.input.body.valueRange as ValueRange;
  const area = parseRange(call, book, range);
  const written = write(call, area.sheet, area.top, area.left, toCells(call, area, values, range));
  touch(call, book);
  return success(toUpdate(book, written));
}

function batchUpdate(call: Call): Answer {
  const { book } = findSpreadsheet(call);
  // All are read before the first is written: a wrong one changes nothing.
  const blocks = (call.input.body.valueRanges as ValueRange[]).map(({ range, values }) => {
    const area = parseRange(call, book, range);
    return { area, cells: toCells(call, area, values, range) };
  });
  const areas = blocks.map(({ area, cells }) => write(call, area.sheet, area.top, area.left, cells));
  const revision = touch(call, book);
  const responses = areas.map((area) => {
    const { revision: _, ...update } = toUpdate(book, area);
    return update;
  });
  return success({ responses, revision, spreadsheetToken: book.token });
}

const isEmpty = (cell: Cell | undefined): boolean => cell === undefined || cell === null;

/** Makes room above a row. */
function insertRows({ rows }: Sheet, at: number, count: number): void {
  while (rows.length < at) {
    rows.push([]);
  }
  rows.splice(at, 0, ...Array.from({ length: count }, (): Cell[] => []));
}

/** Writes below what is there, or above it, and answers as both operations do. */
function add(call: Call, place: (area: Area, count: number) => number): Answer {
  const { book } = findSpreadsheet(call);
  const { range, values } = call.input.body.valueRange as ValueRange;
  const area = parseRange(call, book, range);
  const cells = toCells(call, area, values, range);
  const written = write(call, area.sheet, place(area, cells.length), area.left, cells);
  touch(call, book);
  const updates = toUpdate(book, written);
  return success({
    revision: book.revision,
    spreadsheetToken: book.token,
    tableRange: updates.updatedRange,
    updates,
  });
}

function append(call: Call): Answer {
  const { insertDataOption: option = "OVERWRITE" } = call.input.query;
  if (option !== "OVERWRITE" && option !== "INSERT_ROWS") {
    throw sheetError(call, 229, ": insertDataOption is OVERWRITE or INSERT_ROWS");
  }
  return add(call, ({ sheet, top, left }, count) => {
    let at = top;
    while (!isEmpty(sheet.rows[at]?.[left])) {
      at += 1;
    }
    if (option === "INSERT_ROWS" && at < sheet.rows.length) {
      growTo(call, sheet, sheet.rowCount + count - 1, 0);
      insertRows(sheet, at, count);
    }
    return at;
  });
}

const prepend = (call: Call): Answer =>
  add(call, ({ sheet, top }, count) => {
    growTo(call, sheet, sheet.rowCount + count - 1, 0);
    insertRows(sheet, top, count);
    return top;
  });

const READ_NOTES = [
  ...BOOK_NOTES,
  ...RANGE_NOTES,
  ["Empty cells are null, also those at the end; cells outside of the sheet are left out", "assumption"],
  ["…202 for a range that begins outside of the sheet", "assumption"],
  ["Only references and SUM, AVERAGE, COUNT, MIN and MAX are calculated; other formulas stay texts", "assumption"],
  ["A picture comes as `embed-image` with its `fileToken`", "documentation"],
  ["Links, mentions and attachments come as a list of the pieces that were written", "assumption"],
  ["Cells have no format: numbers are never given as dates, and texts with an address stay texts", "assumption"],
] as const;

const WRITE_NOTES = [
  ...BOOK_NOTES,
  ...RANGE_NOTES,
  ["At most 5,000 rows, 100 columns and 50,000 characters in a cell", "documentation"],
  ["…226 and …227 above these limits, …202 for more values than the range has cells", "assumption"],
  ["`null` and an empty text make a cell empty", "assumption"],
  ["The sheet grows where values are written outside of it", "assumption"],
] as const;

/** Values of cells. Pages: https://open.feishu.cn/document/server-docs/docs/sheets-v3/data-operation */
export const sheetValues: readonly Route[] = service("sheets", [
  route("GET v2/spreadsheets/:spreadsheetToken/values/:range", get, READ_NOTES),
  route("GET v2/spreadsheets/:spreadsheetToken/values_batch_get", batchGet, READ_NOTES),
  route("PUT v2/spreadsheets/:spreadsheetToken/values", put, WRITE_NOTES),
  route("POST v2/spreadsheets/:spreadsheetToken/values_batch_update", batchUpdate, [
    ...WRITE_NOTES,
    ["One wrong range, and none is written", "assumption"],
  ]),
  route("POST v2/spreadsheets/:spreadsheetToken/values_append", append, [
    ...WRITE_NOTES,
    ["The first row whose cell in the range's first column is empty", "documentation"],
  ]),
  route("POST v2/spreadsheets/:spreadsheetToken/values_prepend", prepend, [
    ...WRITE_NOTES,
    ["New rows above the range; what is there moves down", "documentation"],
  ]),
]);
