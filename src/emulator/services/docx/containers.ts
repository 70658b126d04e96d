import type { Call } from "../../gateway/route.ts";
import { asNumber } from "../../platform/json.ts";
import * as type from "./block-types.ts";
import { docxError } from "./errors.ts";
import type { Block, BlockContent, Docx } from "./state.ts";
import { toTextContent } from "./text.ts";

/** The platform's limit. */
const MAX_CELLS = 2000;
const MAX_COLUMNS = 100;
/** Width of a column whose width was not sent, in pixels. */
export const COLUMN_WIDTH = 100;
const MIN_GRID = 2;
const MAX_GRID = 10;

/** Adds a block to the document. The caller puts it among the children of its parent. */
export function addBlock(call: Call, docx: Docx, parentId: string, kind: number, content: BlockContent): Block {
  const block: Block = {
    blockId: `doxcn${call.state.ids.hex("block", 22)}`,
    parentId,
    children: [],
    type: kind,
    content,
  };
  docx.blocks.set(block.blockId, block);
  return block;
}

/** Adds a container with an empty text, as cells, columns and callouts have from the start. */
export function addContainer(
  call: Call,
  docx: Docx,
  parentId: string,
  kind: number,
  content: BlockContent = {},
): Block {
  const container = addBlock(call, docx, parentId, kind, content);
  const text = addBlock(call, docx, container.blockId, type.TEXT, toTextContent(call, type.TEXT, {}));
  container.children = [text.blockId];
  return container;
}

/** Size and looks of a table. */
export interface TableProperty {
  row_size: number;
  column_size: number;
  column_width?: number[];
  merge_info?: { row_span: number; col_span: number }[];
  header_row?: boolean;
  header_column?: boolean;
}

/** Checks the size of a new table, and adds what the platform adds to it. */
function tablePropertyOf({ property }: BlockContent): TableProperty {
  if (property === undefined) {
    throw docxError(1770001, "a table has rows and columns");
  }
  const { row_size, column_size, column_width = [], merge_info, ...more } = property as TableProperty;
  if (merge_info !== undefined) {
    throw docxError(1770001, "merge_info is read-only: cells are merged by merge_table_cells");
  }
  if (row_size * column_size > MAX_CELLS) {
    throw docxError(1770011, `at most ${MAX_CELLS} cells`);
  }
  if (column_size > MAX_COLUMNS) {
    throw docxError(1770010, `at most ${MAX_COLUMNS} columns`);
  }
  return {
    row_size,
    column_size,
    column_width: Array.from({ length: column_size }, (_, index) => column_width[index] ?? COLUMN_WIDTH),
    merge_info: Array.from({ length: row_size * column_size }, () => ({ row_span: 1, col_span: 1 })),
    ...more,
  };
}

/** Adds a table. Its cells are empty, unless `cells` makes them. */
export function addTable(
  call: Call,
  docx: Docx,
  parentId: string,
  content: BlockContent,
  cells?: (table: Block) => string[],
): Block {
  const property = tablePropertyOf(content);
  const count = property.row_size * property.column_size;
  const table = addBlock(call, docx, parentId, type.TABLE, {});
  table.children =
    cells?.(table) ??
    Array.from({ length: count }, () => addContainer(call, docx, table.blockId, type.TABLE_CELL).blockId);
  if (table.children.length !== count) {
    throw docxError(1770001, `${table.children.length} cells for ${property.row_size} x ${property.column_size}`);
  }
  table.content = { cells: [...table.children], property: { ...property } };
  return table;
}

/** Adds a grid. Its columns are empty, unless `columns` makes them. */
export function addGrid(
  call: Call,
  docx: Docx,
  parentId: string,
  { column_size }: BlockContent,
  columns?: (grid: Block) => string[],
): Block {
  if (column_size === undefined) {
    throw docxError(1770001, "a grid has columns");
  }
  const count = asNumber(column_size);
  if (count < MIN_GRID || count > MAX_GRID) {
    throw docxError(1770024, `a grid has ${MIN_GRID} to ${MAX_GRID} columns`);
  }
  const grid = addBlock(call, docx, parentId, type.GRID, { column_size: count });
  const width_ratio = Math.floor(100 / count);
  grid.children =
    columns?.(grid) ??
    Array.from(
      { length: count },
      () => addContainer(call, docx, grid.blockId, type.GRID_COLUMN, { width_ratio }).blockId,
    );
  if (grid.children.length !== count) {
    throw docxError(1770001, `${grid.children.length} columns for column_size ${count}`);
  }
  return grid;
}

/** A file stands in a view of it, and it is the view that is put among the children. */
export function addFile(call: Call, docx: Docx, parentId: string, { view_type = 1 }: BlockContent): Block {
  const view = addBlock(call, docx, parentId, type.VIEW, { view_type });
  view.children = [addBlock(call, docx, view.blockId, type.FILE, { token: "", name: "" }).blockId];
  return view;
}
