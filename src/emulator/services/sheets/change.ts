import type { Call } from "../../gateway/route.ts";
import { addNode } from "../drive/nodes.ts";
import { type DriveNode, driveOf } from "../drive/state.ts";
import { type Sheet, type Spreadsheet, sheetsOf } from "./state.ts";

/** Size of a new sheet's grid. */
const ROWS = 200;
const COLUMNS = 20;

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

/** Adds a spreadsheet with one tab to a folder, or to the document that holds it. */
export function addSpreadsheet(
  call: Call,
  { title, parent }: { title: string; parent: string },
): { book: Spreadsheet; node: DriveNode; tab: Sheet } {
  const node = addNode(call, { kind: "sheet", name: title, parent });
  const book: Spreadsheet = { token: node.token, revision: 0, sheets: [] };
  const tab = addSheet(call, book, "Sheet1");
  sheetsOf(call.state).spreadsheets.set(node.token, book);
  return { book, node, tab };
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
