import type { Call } from "../../gateway/route.ts";
import { TABLE, TABLE_CELL } from "./block-types.ts";
import { addContainer, removeBlocks } from "./create.ts";
import { docxError } from "./errors.ts";
import type { Block, Docx } from "./state.ts";

interface Size {
  row_size: number;
  column_size: number;
}

/** Sets a table's cells row by row, and its size. */
function setCells(table: Block, rows: readonly string[][]): void {
  const cells = rows.flat();
  const property = { ...(table.content.property as Size), row_size: rows.length, column_size: rows[0]?.length ?? 0 };
  table.children = cells;
  table.content = { ...table.content, cells: [...cells], property };
}

function rowsOf({ type, children, content }: Block): string[][] {
  if (type !== TABLE) {
    throw docxError(1770025, "not a table");
  }
  const { row_size, column_size } = content.property as Size;
  return Array.from({ length: row_size }, (_, row) => children.slice(row * column_size, (row + 1) * column_size));
}

/** The place of a new row or column; -1 is behind the last. */
function placeOf(index: number, size: number, code: 1770026 | 1770027): number {
  const at = index === -1 ? size : index;
  if (at > size) {
    throw docxError(code, `index ${index}`);
  }
  return at;
}

function checkRange(start: number, end: number, size: number, code: 1770026 | 1770027): void {
  if (start < 0 || start >= end || end > size) {
    throw docxError(code, `${start} to ${end}`);
  }
  if (end - start === size) {
    throw docxError(1770024, "a table has a row and a column");
  }
}

const newCell = (call: Call, docx: Docx, table: Block): string =>
  addContainer(call, docx, table.blockId, TABLE_CELL).blockId;

/** Changes of a table's rows and columns, by the names of the requests. */
export const TABLE_CHANGES: Readonly<
  Record<string, (call: Call, docx: Docx, table: Block, request: Record<string, number>) => void>
> = {
  insert_table_row: (call, docx, table, { row_index = -1 }) => {
    const rows = rowsOf(table);
    const row = (rows[0] ?? []).map(() => newCell(call, docx, table));
    rows.splice(placeOf(row_index, rows.length, 1770026), 0, row);
    setCells(table, rows);
  },
  insert_table_column: (call, docx, table, { column_index = -1 }) => {
    const rows = rowsOf(table);
    const at = placeOf(column_index, rows[0]?.length ?? 0, 1770027);
    for (const row of rows) {
      row.splice(at, 0, newCell(call, docx, table));
    }
    setCells(table, rows);
  },
  delete_table_rows: (_, docx, table, { row_start_index = 0, row_end_index = 0 }) => {
    const rows = rowsOf(table);
    checkRange(row_start_index, row_end_index, rows.length, 1770026);
    removeBlocks(docx, rows.splice(row_start_index, row_end_index - row_start_index).flat());
    setCells(table, rows);
  },
  delete_table_columns: (_, docx, table, { column_start_index = 0, column_end_index = 0 }) => {
    const rows = rowsOf(table);
    checkRange(column_start_index, column_end_index, rows[0]?.length ?? 0, 1770027);
    const count = column_end_index - column_start_index;
    removeBlocks(
      docx,
      rows.flatMap((row) => row.splice(column_start_index, count)),
    );
    setCells(table, rows);
  },
};
