import type { Call } from "../../gateway/route.ts";
import { asNumber, asText } from "../../platform/json.ts";
import { GRID, GRID_COLUMN } from "./block-types.ts";
import { addContainer } from "./containers.ts";
import { removeBlocks } from "./create.ts";
import { docxError } from "./errors.ts";
import type { Block, Docx } from "./state.ts";

const MIN = 2;
const MAX = 10;

function checkGrid({ type }: Block): void {
  if (type !== GRID) {
    throw docxError(1770025, "not a grid");
  }
}

function setRatios(docx: Docx, grid: Block, ratios: readonly number[]): void {
  grid.content.column_size = grid.children.length;
  for (const [index, id] of grid.children.entries()) {
    const column = docx.blocks.get(id);
    if (column !== undefined) {
      column.content.width_ratio = ratios[index];
    }
  }
}

const even = ({ children }: Block): number[] => children.map(() => Math.floor(100 / children.length));

/** Changes of a grid's columns, by the names of the requests. */
export const GRID_CHANGES: Readonly<
  Record<string, (call: Call, docx: Docx, grid: Block, request: Record<string, unknown>) => void>
> = {
  insert_grid_column: (call, docx, grid, { column_index }) => {
    checkGrid(grid);
    const { length } = grid.children;
    const at = column_index === -1 ? length : asNumber(column_index);
    if (at < 1 || at > length) {
      throw docxError(1770027, `index ${asText(column_index)}`);
    }
    if (length === MAX) {
      throw docxError(1770024, `a grid has at most ${MAX} columns`);
    }
    grid.children.splice(at, 0, addContainer(call, docx, grid.blockId, GRID_COLUMN).blockId);
    setRatios(docx, grid, even(grid));
  },
  delete_grid_column: (_, docx, grid, { column_index }) => {
    checkGrid(grid);
    const { length } = grid.children;
    const at = column_index === -1 ? length - 1 : asNumber(column_index);
    if (at < 0 || at >= length) {
      throw docxError(1770027, `index ${asText(column_index)}`);
    }
    if (length === MIN) {
      throw docxError(1770024, `a grid has at least ${MIN} columns`);
    }
    removeBlocks(docx, grid.children.splice(at, 1));
    setRatios(docx, grid, even(grid));
  },
  update_grid_column_width_ratio: (_, docx, grid, { width_ratios }) => {
    checkGrid(grid);
    const ratios = width_ratios as number[];
    if (ratios.length !== grid.children.length) {
      throw docxError(1770001, `${ratios.length} ratios for ${grid.children.length} columns`);
    }
    setRatios(docx, grid, ratios);
  },
};
