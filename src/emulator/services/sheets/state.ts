import { count, flag, json, listOf, mapOf, number, objectOf, text } from "../../platform/shape.ts";
import { defineSlice, type Slice } from "../../platform/slice.ts";

/** The content of a cell: a plain value, one typed piece, or pieces of rich text. */
export type Cell = string | number | boolean | null | Piece | Piece[];

/** A typed part of a cell, in the platform's spelling: a link, a mention, a formula, a picture. */
export interface Piece {
  type: string;
  text?: string;
  [field: string]: unknown;
}

export interface Sheet {
  sheetId: string;
  title: string;
  hidden: boolean;
  /** Size of the grid, filled or not. */
  rowCount: number;
  columnCount: number;
  frozenRowCount: number;
  frozenColumnCount: number;
  /** Rows up to the last that was written; cells up to the last of the row. */
  rows: Cell[][];
}

/** What is in a spreadsheet; its name, owner and place are those of its drive entry. */
export interface Spreadsheet {
  token: string;
  /** Goes up with each change. */
  revision: number;
  /** In the order of their tabs. */
  sheets: Sheet[];
}

export interface SheetsState {
  /** By token. */
  readonly spreadsheets: Map<string, Spreadsheet>;
}

/** More rows or columns than any sheet may have. */
const MAX_LINES = 10_000_000;

export const sheetsOf: Slice<SheetsState> = defineSlice("sheets", () => ({ spreadsheets: new Map() }), {
  spreadsheets: mapOf(
    objectOf<Spreadsheet>({
      token: text,
      revision: number,
      sheets: listOf(
        objectOf<Sheet>({
          sheetId: text,
          title: text,
          hidden: flag,
          rowCount: count(MAX_LINES),
          columnCount: count(MAX_LINES),
          frozenRowCount: count(MAX_LINES),
          frozenColumnCount: count(MAX_LINES),
          rows: listOf(listOf(json)),
        }),
      ),
    }),
  ),
});
