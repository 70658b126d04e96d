import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import { success } from "../success.ts";
import { toText } from "./cells.ts";
import { touch } from "./change.ts";
import { sheetError } from "./errors.ts";
import { findSheet, findSpreadsheet } from "./find.ts";
import { BOOK_NOTES, RANGE_NOTES } from "./notes.ts";
import { parseRange, toName } from "./range.ts";
import type { Cell, Sheet, Spreadsheet } from "./state.ts";

interface Condition {
  range: string;
  match_case?: boolean;
  match_entire_cell?: boolean;
  search_by_regex?: boolean;
  include_formulas?: boolean;
}

interface Place {
  row: number;
  column: number;
  text: string;
  isFormula: boolean;
}

/** What is looked for; without `match_case` letters of both sizes are the same. */
function toPattern(call: Call, find: string, condition: Condition): RegExp {
  const { match_case, match_entire_cell, search_by_regex } = condition;
  const source = search_by_regex ? find : find.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  try {
    return new RegExp(match_entire_cell ? `^(?:${source})$` : source, match_case ? "gu" : "giu");
  } catch {
    throw sheetError(call, 248);
  }
}

const isFormula = (cell: Cell): boolean =>
  typeof cell === "object" && cell !== null && !Array.isArray(cell) && cell.type === "formula";

/** The cells that match, in reading order; those with a formula only if the condition includes them. */
function search(call: Call): { book: Spreadsheet; sheet: Sheet; pattern: RegExp; places: Place[] } {
  const { book } = findSpreadsheet(call);
  const sheet = findSheet(call, book, asText(call.input.path.sheet_id));
  const condition = call.input.body.find_condition as Condition;
  const find = asText(call.input.body.find);
  if (find === "") {
    throw sheetError(call, 204, ": find is empty");
  }
  const area = parseRange(call, book, condition.range);
  if (area.sheet !== sheet) {
    throw sheetError(call, 202, `=${condition.range}`);
  }
  const pattern = toPattern(call, find, condition);
  const places: Place[] = [];
  sheet.rows.slice(area.top, area.bottom + 1).forEach((cells, down) => {
    cells.slice(area.left, area.right + 1).forEach((cell, across) => {
      const text = toText(cell);
      pattern.lastIndex = 0;
      if (text === "" || isFormula(cell) !== (condition.include_formulas ?? false) || !pattern.test(text)) {
        return;
      }
      places.push({ row: area.top + down, column: area.left + across, text, isFormula: isFormula(cell) });
    });
  });
  return { book, sheet, pattern, places };
}

function toResult(places: readonly Place[]): Record<string, unknown> {
  const namesOf = (formulas: boolean) =>
    places.filter((place) => place.isFormula === formulas).map(({ row, column }) => toName(row, column));
  const rows_count = new Set(places.map(({ row }) => row)).size;
  return { matched_cells: namesOf(false), matched_formula_cells: namesOf(true), rows_count };
}

const find = (call: Call): Answer => success({ find_result: toResult(search(call).places) });

function replace(call: Call): Answer {
  const { book, sheet, pattern, places } = search(call);
  const replacement = asText(call.input.body.replacement);
  for (const { row, column, text, isFormula: formula } of places) {
    // A function: `$1` and `$&` in the replacement are plain text.
    const next = text.replace(pattern, () => replacement);
    (sheet.rows[row] ?? [])[column] = formula ? { type: "formula", text: next } : next;
  }
  if (places.length > 0) {
    touch(call, book);
  }
  return success({ replace_result: toResult(places) });
}

const NOTES = [
  ...BOOK_NOTES,
  ...RANGE_NOTES,
  ["1310248 for a wrong regular expression, which is one of JavaScript", "assumption"],
  ["With `include_formulas` only formulas are looked at, otherwise all but formulas", "assumption"],
] as const;

/** Finding and replacing. Page: https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/sheets-v3/spreadsheet-sheet/find */
export const sheetFind: readonly Route[] = service("sheets", [
  route("POST v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/find", find, NOTES),
  route("POST v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/replace", replace, [
    ...NOTES,
    ["A number becomes a text", "assumption"],
  ]),
]);
