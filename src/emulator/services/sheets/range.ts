import type { Call } from "../../gateway/route.ts";
import { sheetError } from "./errors.ts";
import { findSheet } from "./find.ts";
import type { Sheet, Spreadsheet } from "./state.ts";

/** Most columns of a sheet: the platform's limit. */
export const MAX_COLUMNS = 13_000;
/** Most cells of a sheet, empty ones too: the platform's limit. */
export const MAX_CELLS = 5_000_000;

/** A rectangle of a sheet. Counted from 0, both ends inside. */
export interface Area {
  sheet: Sheet;
  top: number;
  left: number;
  bottom: number;
  right: number;
  /** Without a last row, or a whole sheet. */
  isOpen: boolean;
}

/** `A` is 0, `Z` 25, `AA` 26. */
export function toColumn(letters: string): number {
  let number = 0;
  for (const letter of letters.toUpperCase()) {
    number = number * 26 + letter.charCodeAt(0) - 64;
  }
  return number - 1;
}

export function toLetters(column: number): string {
  let letters = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

export const toName = (row: number, column: number): string => `${toLetters(column)}${row + 1}`;

/** A rectangle as ranges are written. */
export const toRange = ({ sheet, top, left, bottom, right }: Area): string =>
  `${sheet.sheetId}!${toName(top, left)}:${toName(bottom, right)}`;

/** `A1:B2`, `A:B` and `A2:B`. Longer names are outside of every sheet. */
const PLACES = /^([a-z]{1,3})([1-9]\d{0,6})?:([a-z]{1,3})([1-9]\d{0,6})?$/i;

/**
 * Reads a range: `sheetId!A1:B2`, `sheetId!A:B`, `sheetId!A2:B`, or `sheetId` for all of it.
 *
 * @throws {PlatformError} 202: it is none of these; 215: there is no such sheet.
 */
export function parseRange(call: Call, book: Spreadsheet, range: string): Area {
  const mark = range.indexOf("!");
  const sheetId = mark < 0 ? range : range.slice(0, mark);
  const wrong = sheetError(call, 202, `=${range}`);
  if (sheetId === "") {
    throw wrong;
  }
  const sheet = findSheet(call, book, sheetId);
  const last = { bottom: sheet.rowCount - 1, right: sheet.columnCount - 1 };
  if (mark < 0) {
    return { sheet, top: 0, left: 0, ...last, isOpen: true };
  }
  const [, from = "", first, to = "", end] = PLACES.exec(range.slice(mark + 1)) ?? [];
  if (from === "" || (first === undefined && end !== undefined)) {
    throw wrong;
  }
  const [left, right, top] = [toColumn(from), toColumn(to), Number(first ?? 1) - 1];
  const bottom = end === undefined ? Math.max(top, last.bottom) : Number(end) - 1;
  if (right < left || bottom < top || right >= MAX_COLUMNS) {
    throw wrong;
  }
  return { sheet, top, left, bottom, right, isOpen: end === undefined };
}

/** Lets the grid reach to a cell, within the platform's limits. */
export function growTo(call: Call, sheet: Sheet, bottom: number, right: number): void {
  const rowCount = Math.max(sheet.rowCount, bottom + 1);
  const columnCount = Math.max(sheet.columnCount, right + 1);
  if (columnCount > MAX_COLUMNS || rowCount * columnCount > MAX_CELLS) {
    throw sheetError(call, 226, `: a sheet has at most ${MAX_COLUMNS} columns and ${MAX_CELLS} cells`);
  }
  Object.assign(sheet, { rowCount, columnCount });
}
