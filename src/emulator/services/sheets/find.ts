import type { Call } from "../../gateway/route.ts";
import type { DriveNode } from "../drive/state.ts";
import { driveOf } from "../drive/state.ts";
import { sheetError } from "./errors.ts";
import type { Sheet, Spreadsheet } from "./state.ts";
import { sheetsOf } from "./state.ts";

/** The spreadsheet that the path names, and its entry in drive. */
export function findSpreadsheet(call: Call): { book: Spreadsheet; node: DriveNode } {
  const { spreadsheet_token, spreadsheetToken } = call.params;
  const token = spreadsheet_token ?? spreadsheetToken ?? "";
  const book = sheetsOf(call.state).spreadsheets.get(token);
  const node = driveOf(call.state).nodes.get(token);
  if (book === undefined || node === undefined) {
    throw sheetError(call, 214);
  }
  if (node.tenantKey !== call.caller.tenantKey) {
    throw sheetError(call, 213);
  }
  if (node.isDeleted) {
    throw sheetError(call, 249);
  }
  return { book, node };
}

export function findSheet(call: Call, book: Spreadsheet, sheetId: string): Sheet {
  const sheet = book.sheets.find((one) => one.sheetId === sheetId);
  if (sheet === undefined) {
    throw sheetError(call, 215);
  }
  return sheet;
}
