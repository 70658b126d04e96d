import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { success } from "../success.ts";
import { addSheet, touch } from "./change.ts";
import { sheetError } from "./errors.ts";
import { findSheet, findSpreadsheet } from "./find.ts";
import { BOOK_NOTES } from "./notes.ts";
import type { Sheet, Spreadsheet } from "./state.ts";

const MAX_SHEETS = 300;
const MAX_TITLE = 100;

interface Properties {
  sheetId?: string;
  title?: string;
  index?: number;
  hidden?: boolean;
  frozenColCount?: number;
  frozenRowCount?: number;
}

/** One change; each of a request has one of these. */
interface Change {
  addSheet?: { properties: Properties };
  copySheet?: { source: { sheetId: string }; destination: { title?: string } };
  deleteSheet?: { sheetId: string };
  updateSheet?: { properties?: Properties };
}

function checkTitle(call: Call, book: Spreadsheet, title: string, self?: Sheet): void {
  if (title === "" || title.length > MAX_TITLE || /[/\\?*[\]:]/.test(title)) {
    throw sheetError(call, 204, `: a title has 1 to ${MAX_TITLE} characters, and none of / \\ ? * [ ] :`);
  }
  if (book.sheets.some((sheet) => sheet !== self && sheet.title === title)) {
    throw sheetError(call, 204, `: there is a sheet ${title} already`);
  }
}

function checkIndex(call: Call, index: number, last: number): void {
  if (index < 0 || index > last) {
    throw sheetError(call, 204, `: index ${index}`);
  }
}

function checkRoom(call: Call, { sheets }: Spreadsheet): void {
  if (sheets.length >= MAX_SHEETS) {
    throw sheetError(call, 226, `: at most ${MAX_SHEETS} sheets`);
  }
}

const toProperties = (book: Spreadsheet, sheet: Sheet): Record<string, unknown> => ({
  sheetId: sheet.sheetId,
  title: sheet.title,
  index: book.sheets.indexOf(sheet),
});

function add(call: Call, book: Spreadsheet, { title = "", index = 0 }: Properties): Sheet {
  checkTitle(call, book, title);
  checkIndex(call, index, book.sheets.length);
  checkRoom(call, book);
  return addSheet(call, book, title, index);
}

function copy(call: Call, book: Spreadsheet, { source, destination }: NonNullable<Change["copySheet"]>): Sheet {
  const sheet = findSheet(call, book, source.sheetId);
  const at = book.sheets.indexOf(sheet);
  const { title = `${sheet.title}(副本_${at})` } = destination;
  checkTitle(call, book, title);
  checkRoom(call, book);
  const { sheetId } = addSheet(call, book, title, at + 1);
  const copied = { ...structuredClone(sheet), sheetId, title };
  book.sheets[at + 1] = copied;
  return copied;
}

function remove(call: Call, book: Spreadsheet, sheetId: string): Record<string, unknown> {
  const sheet = findSheet(call, book, sheetId);
  if (book.sheets.length === 1) {
    throw sheetError(call, 204, ": the last sheet stays");
  }
  book.sheets.splice(book.sheets.indexOf(sheet), 1);
  return { result: true, sheetId };
}

function update(call: Call, book: Spreadsheet, properties: Properties = {}): Record<string, unknown> {
  const sheet = findSheet(call, book, properties.sheetId ?? "");
  const { title = sheet.title, index, hidden = sheet.hidden } = properties;
  const { frozenColCount: frozenColumnCount = sheet.frozenColumnCount } = properties;
  const { frozenRowCount = sheet.frozenRowCount } = properties;
  checkTitle(call, book, title, sheet);
  if (index !== undefined) {
    checkIndex(call, index, book.sheets.length - 1);
  }
  Object.assign(sheet, { title, hidden, frozenColumnCount, frozenRowCount });
  if (index !== undefined) {
    book.sheets.splice(book.sheets.indexOf(sheet), 1);
    book.sheets.splice(index, 0, sheet);
  }
  return properties as Record<string, unknown>;
}

function change(call: Call, book: Spreadsheet, request: Change): Record<string, unknown> {
  const { addSheet: added, copySheet, deleteSheet, updateSheet } = request;
  if (added) {
    return { addSheet: { properties: toProperties(book, add(call, book, added.properties)) } };
  }
  if (copySheet) {
    return { copySheet: { properties: toProperties(book, copy(call, book, copySheet)) } };
  }
  if (deleteSheet) {
    return { deleteSheet: remove(call, book, deleteSheet.sheetId) };
  }
  if (updateSheet) {
    return { updateSheet: { properties: update(call, book, updateSheet.properties) } };
  }
  throw sheetError(call, 204, ": each request is addSheet, copySheet, deleteSheet or updateSheet");
}

function batchUpdate(call: Call): Answer {
  const { book } = findSpreadsheet(call);
  const before = [...book.sheets];
  try {
    const replies = (call.input.body.requests as Change[]).map((request) => change(call, book, request));
    touch(call, book);
    return success({ replies });
  } catch (error) {
    book.sheets = before;
    throw error;
  }
}

/** Tabs. Page: https://open.feishu.cn/document/ukTMukTMukTM/uYTMzUjL2EzM14iNxMTN */
export const sheetTabs: readonly Route[] = service("sheets", [
  route("POST v2/spreadsheets/:spreadsheet_token/sheets_batch_update", batchUpdate, [
    ...BOOK_NOTES,
    ["A new sheet without `index` comes first", "documentation"],
    ["A title has at most 100 characters, none of / \\ ? * [ ] :", "documentation"],
    ["90204 for a title that is none or taken, and for deleting the last sheet", "assumption"],
    ["One wrong request, and no sheet is added, copied or deleted", "assumption"],
    ["`protect` changes nothing", "assumption"],
  ]),
]);
