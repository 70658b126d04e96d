import type { Call } from "../../gateway/route.ts";
import { asNumber } from "../../platform/json.ts";
import { TABLE, TABLE_CELL } from "./block-types.ts";
import { addContainer, COLUMN_WIDTH, type TableProperty } from "./containers.ts";
import { removeBlocks } from "./create.ts";
import { docxError } from "./errors.ts";
import {
  contains,
  type Merge,
  overlaps,
  readMerges,
  type Span,
  spanAfterDelete,
  spanAfterInsert,
  writeMerges,
} from "./merges.ts";
import type { Block, Docx } from "./state.ts";

/** A table as its changes see it. */
interface Grid {
  rows: string[][];
  widths: number[];
  merges: Merge[];
}

const propertyOf = ({ content }: Block): TableProperty => content.property as TableProperty;

function readGrid(table: Block): Grid {
  if (table.type !== TABLE) {
    throw docxError(1770025, "not a table");
  }
  const { children } = table;
  const property = propertyOf(table);
  const { row_size, column_size, column_width = [] } = property;
  return {
    rows: Array.from({ length: row_size }, (_, row) => children.slice(row * column_size, (row + 1) * column_size)),
    widths: Array.from({ length: column_size }, (_, column) => column_width[column] ?? COLUMN_WIDTH),
    merges: readMerges(property),
  };
}

/** Sets a table's cells row by row, its size, widths and merged cells. */
function writeGrid(table: Block, { rows, widths, merges }: Grid): void {
  const cells = rows.flat();
  const property: TableProperty = {
    ...propertyOf(table),
    row_size: rows.length,
    column_size: widths.length,
    column_width: widths,
    merge_info: writeMerges(rows.length, widths.length, merges),
  };
  table.children = cells;
  table.content = { ...table.content, cells: [...cells], property };
}

/** The place of a new row or column; -1 is behind the last. */
function placeOf(index: number, size: number, code: 1770026 | 1770027): number {
  const at = index === -1 ? size : index;
  if (at > size) {
    throw docxError(code, `index ${index}`);
  }
  return at;
}

function checkRange([start, end]: Span, size: number, code: 1770026 | 1770027): void {
  if (start < 0 || start >= end || end > size) {
    throw docxError(code, `${start} to ${end}`);
  }
}

function checkDeletion(range: Span, size: number, code: 1770026 | 1770027): void {
  checkRange(range, size, code);
  if (range[1] - range[0] === size) {
    throw docxError(1770024, "a table has a row and a column");
  }
}

const newCell = (call: Call, docx: Docx, table: Block): string =>
  addContainer(call, docx, table.blockId, TABLE_CELL).blockId;

type TableChange = (call: Call, docx: Docx, table: Block, request: Record<string, number>) => void;

const insertRow: TableChange = (call, docx, table, { row_index = -1 }) => {
  const { rows, widths, merges } = readGrid(table);
  const at = placeOf(row_index, rows.length, 1770026);
  const row = widths.map(() => newCell(call, docx, table));
  rows.splice(at, 0, row);
  const moved = merges.map((merge) => ({ ...merge, rows: spanAfterInsert(merge.rows, at) }));
  writeGrid(table, { rows, widths, merges: moved });
};

const insertColumn: TableChange = (call, docx, table, { column_index = -1 }) => {
  const { rows, widths, merges } = readGrid(table);
  const at = placeOf(column_index, widths.length, 1770027);
  for (const row of rows) {
    row.splice(at, 0, newCell(call, docx, table));
  }
  widths.splice(at, 0, COLUMN_WIDTH);
  const moved = merges.map((merge) => ({ ...merge, columns: spanAfterInsert(merge.columns, at) }));
  writeGrid(table, { rows, widths, merges: moved });
};

const deleteRows: TableChange = (_, docx, table, { row_start_index = 0, row_end_index = 0 }) => {
  const { rows, widths, merges } = readGrid(table);
  const range: Span = [row_start_index, row_end_index];
  checkDeletion(range, rows.length, 1770026);
  removeBlocks(docx, rows.splice(row_start_index, row_end_index - row_start_index).flat());
  const moved = merges.map((merge) => ({ ...merge, rows: spanAfterDelete(merge.rows, range) }));
  writeGrid(table, { rows, widths, merges: moved });
};

const deleteColumns: TableChange = (_, docx, table, { column_start_index = 0, column_end_index = 0 }) => {
  const { rows, widths, merges } = readGrid(table);
  const range: Span = [column_start_index, column_end_index];
  checkDeletion(range, widths.length, 1770027);
  const count = column_end_index - column_start_index;
  removeBlocks(
    docx,
    rows.flatMap((row) => row.splice(column_start_index, count)),
  );
  widths.splice(column_start_index, count);
  const moved = merges.map((merge) => ({ ...merge, columns: spanAfterDelete(merge.columns, range) }));
  writeGrid(table, { rows, widths, merges: moved });
};

const mergeCells: TableChange = (_call, _docx, table, request) => {
  const grid = readGrid(table);
  const { row_start_index = 0, row_end_index = 0, column_start_index = 0, column_end_index = 0 } = request;
  const merge: Merge = { rows: [row_start_index, row_end_index], columns: [column_start_index, column_end_index] };
  checkRange(merge.rows, grid.rows.length, 1770026);
  checkRange(merge.columns, grid.widths.length, 1770027);
  const rest = grid.merges.filter((other) => !contains(merge, other));
  if (rest.some((other) => overlaps(merge, other))) {
    throw docxError(1770024, "a merged cell is partly inside the range");
  }
  writeGrid(table, { ...grid, merges: [...rest, merge] });
};

const unmergeCells: TableChange = (_call, _docx, table, { row_index = 0, column_index = 0 }) => {
  const grid = readGrid(table);
  const cell: Merge = { rows: [row_index, row_index + 1], columns: [column_index, column_index + 1] };
  checkRange(cell.rows, grid.rows.length, 1770026);
  checkRange(cell.columns, grid.widths.length, 1770027);
  writeGrid(table, { ...grid, merges: grid.merges.filter((other) => !overlaps(cell, other)) });
};

/** Sets the width of a column, and what is a header. */
function setProperty(table: Block, request: Record<string, unknown>): void {
  const grid = readGrid(table);
  const { column_width, column_index, header_row, header_column } = request;
  if ((column_width === undefined) !== (column_index === undefined)) {
    throw docxError(1770001, "column_width and column_index belong together");
  }
  if (column_index !== undefined) {
    const index = asNumber(column_index);
    checkRange([index, index + 1], grid.widths.length, 1770027);
    grid.widths[index] = asNumber(column_width);
  }
  writeGrid(table, grid);
  Object.assign(
    propertyOf(table),
    header_row === undefined ? {} : { header_row },
    header_column === undefined ? {} : { header_column },
  );
}

/** Changes of a table's rows and columns, by the names of the requests. */
export const TABLE_CHANGES: Readonly<Record<string, TableChange>> = {
  insert_table_row: insertRow,
  insert_table_column: insertColumn,
  delete_table_rows: deleteRows,
  delete_table_columns: deleteColumns,
  merge_table_cells: mergeCells,
  unmerge_table_cells: unmergeCells,
  update_table_property: (_call, _docx, table, request) => setProperty(table, request),
};
