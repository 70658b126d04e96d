import { PlatformError } from "../../gateway/errors.ts";
import type { Call } from "../../gateway/route.ts";
import type { DriveNode } from "../drive/state.ts";
import { driveOf } from "../drive/state.ts";
import type { Sheet, Spreadsheet } from "./state.ts";
import { sheetsOf } from "./state.ts";

/** Size of a new sheet's grid. */
const ROWS = 200;
const COLUMNS = 20;

/** The ends of the codes, which v2 (90…) and v3 (1310…) share, and what they say. */
const ERRORS = {
  202: "wrong range",
  204: "wrong request body",
  211: "wrong sheet id",
  213: "permission fail",
  214: "spreadsheet not found",
  215: "sheetId not found",
  226: "excess limit",
  227: "too large cell",
  229: "wrong url param",
  248: "wrong regular expression",
  249: "spreadsheet deleted",
} as const;

/** A refusal with the code of the version that is called; `detail` says what is wrong in particular. */
export function sheetError(call: Call, end: keyof typeof ERRORS, detail?: string): PlatformError {
  const family = new URL(call.request.url).pathname.includes("/sheets/v3/") ? 1_310_000 : 90_000;
  return new PlatformError(family + end, detail === undefined ? ERRORS[end] : `${ERRORS[end]}${detail}`);
}

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

/** Adds a tab at the given place. */
export function addSheet(call: Call, book: Spreadsheet, title: string, index: number = book.sheets.length): Sheet {
  const sheet: Sheet = {
    sheetId: call.state.ids.hex("sheet", 6),
    title,
    hidden: false,
    rowCount: ROWS,
    columnCount: COLUMNS,
    frozenRowCount: 0,
    frozenColumnCount: 0,
    rows: [],
  };
  book.sheets.splice(index, 0, sheet);
  return sheet;
}

/** Counts a change, and remembers when it was. */
export function touch(call: Call, book: Spreadsheet): number {
  const node = driveOf(call.state).nodes.get(book.token);
  if (node !== undefined) {
    node.changedAt = call.state.now();
  }
  book.revision += 1;
  return book.revision;
}
