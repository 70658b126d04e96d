import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import { toAskedId } from "../contact/find.ts";
import { rootOf, urlOf } from "../drive/nodes.ts";
import type { DriveNode } from "../drive/state.ts";
import { driveOf } from "../drive/state.ts";
import { success } from "../success.ts";
import { addSpreadsheet, touch } from "./change.ts";
import { sheetError } from "./errors.ts";
import { findSheet, findSpreadsheet } from "./find.ts";
import { BOOK_NOTES } from "./notes.ts";
import type { Sheet } from "./state.ts";

function create(call: Call): Answer {
  const { title = "", folder_token, without_mount } = call.input.body;
  const folder =
    folder_token === undefined || folder_token === "" ? rootOf(call) : folderAt(call, asText(folder_token));
  const { node } = addSpreadsheet(call, { title: asText(title), parent: folder.token });
  const url = urlOf(call, node);
  const { token: spreadsheet_token } = node;
  const mount = without_mount === undefined ? {} : { without_mount };
  return success({
    spreadsheet: { title, folder_token: folder_token ?? folder.token, url, spreadsheet_token, ...mount },
  });
}

function folderAt(call: Call, token: string): DriveNode {
  const folder = driveOf(call.state).nodes.get(token);
  const isOurs = folder?.kind === "folder" && !folder.isDeleted && folder.tenantKey === call.caller.tenantKey;
  if (!isOurs) {
    throw sheetError(call, 213, ": no such folder");
  }
  return folder;
}

function get(call: Call): Answer {
  const { node } = findSpreadsheet(call);
  const { name: title, token } = node;
  return success({ spreadsheet: { title, owner_id: toAskedId(call, node.owner), token, url: urlOf(call, node) } });
}

function rename(call: Call, title: unknown): void {
  const { book, node } = findSpreadsheet(call);
  if (title === undefined) {
    return;
  }
  node.name = asText(title);
  touch(call, book);
}

const toWire = (sheet: Sheet, index: number): Record<string, unknown> => ({
  sheet_id: sheet.sheetId,
  title: sheet.title,
  index,
  hidden: sheet.hidden,
  grid_properties: {
    frozen_row_count: sheet.frozenRowCount,
    frozen_column_count: sheet.frozenColumnCount,
    row_count: sheet.rowCount,
    column_count: sheet.columnCount,
  },
  resource_type: "sheet",
});

function getSheet(call: Call): Answer {
  const { book } = findSpreadsheet(call);
  const sheet = findSheet(call, book, asText(call.input.path.sheet_id));
  return success({ sheet: toWire(sheet, book.sheets.indexOf(sheet)) });
}

function metainfo(call: Call): Answer {
  const { book, node } = findSpreadsheet(call);
  const { token: spreadsheetToken, revision } = book;
  const sheets = book.sheets.map((sheet, index) => ({
    sheetId: sheet.sheetId,
    title: sheet.title,
    index,
    rowCount: sheet.rowCount,
    columnCount: sheet.columnCount,
    frozenColCount: sheet.frozenColumnCount,
    frozenRowCount: sheet.frozenRowCount,
  }));
  const properties = { title: node.name, ownerUser: 0, sheetCount: sheets.length, revision };
  return success({ properties, sheets, spreadsheetToken });
}

/** Spreadsheets and their tabs. Pages: https://open.feishu.cn/document/server-docs/docs/sheets-v3/spreadsheet/create */
export const sheetBook: readonly Route[] = service("sheets", [
  route("POST v3/spreadsheets", create, [
    ["One sheet `Sheet1` of 200 rows and 20 columns", "assumption"],
    ["1310213 for a folder that is not the company's", "assumption"],
    ["`without_mount` changes nothing: it lies in the folder all the same", "assumption"],
  ]),
  route("GET v3/spreadsheets/:spreadsheet_token", get, BOOK_NOTES),
  route(
    "PATCH v3/spreadsheets/:spreadsheet_token",
    (call) => {
      rename(call, call.input.body.title);
      return success({});
    },
    BOOK_NOTES,
  ),
  route("GET v3/spreadsheets/:spreadsheet_token/sheets/query", (call) =>
    success({ sheets: findSpreadsheet(call).book.sheets.map(toWire) }),
  ),
  route("GET v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id", getSheet, BOOK_NOTES),
  route("GET v2/spreadsheets/:spreadsheetToken/metainfo", metainfo, [
    ...BOOK_NOTES,
    ["`ownerUser` is 0: people have no numbers here", "assumption"],
  ]),
]);
