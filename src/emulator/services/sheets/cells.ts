import type { Call } from "../../gateway/route.ts";
import { asText } from "../../platform/json.ts";
import { driveOf } from "../drive/state.ts";
import { sheetError } from "./errors.ts";
import { calculate } from "./formula.ts";
import { type Area, growTo } from "./range.ts";
import type { Cell, Piece, Sheet } from "./state.ts";

/** The platform's limits for one write and one cell. */
const MAX_ROWS = 5000;
const MAX_WIDTH = 100;
const MAX_TEXT = 50_000;

/** The kinds of pieces. The last two come from the application; what was read of them can be written again. */
const PIECES = ["text", "url", "mention", "formula", "multipleValue", "embed-image", "attachment"];

/** How cells are given back: `valueRenderOption`. */
export type Rendering = "ToString" | "Formula" | "FormattedValue" | "UnformattedValue" | undefined;
const RENDERINGS = ["ToString", "Formula", "FormattedValue", "UnformattedValue"];

const isPiece = (value: unknown): value is Piece =>
  typeof value === "object" && value !== null && !Array.isArray(value) && PIECES.includes((value as Piece).type);

function checkMedia(call: Call, { type, fileToken }: Piece): void {
  if (type !== "embed-image" && type !== "attachment") {
    return;
  }
  const node = driveOf(call.state).nodes.get(asText(fileToken));
  const isKnown = node?.kind === "media" && !node.isDeleted && node.tenantKey === call.caller.tenantKey;
  if (!isKnown) {
    throw sheetError(call, 204, `: no media ${asText(fileToken)}`);
  }
}

/** A value that was sent, as it is kept. */
function toCell(call: Call, value: unknown): Cell {
  if (value === undefined || value === null || value === "") {
    return null;
  }
  if (typeof value === "number" || typeof value === "boolean") {
    return value;
  }
  const pieces = typeof value === "string" ? [] : [value].flat();
  if (!pieces.every(isPiece)) {
    throw sheetError(call, 204, ": a cell is a text, a number, true or false, or has one of the documented types");
  }
  for (const piece of pieces) {
    checkMedia(call, piece);
  }
  const texts = typeof value === "string" ? [value] : pieces.map(({ text }) => asText(text ?? ""));
  if (texts.join("").length > MAX_TEXT) {
    throw sheetError(call, 227, `: a cell has at most ${MAX_TEXT} characters`);
  }
  return value as Cell;
}

/** Checks values against the place where they go, and gives them back as they are kept. */
export function toCells(call: Call, area: Area, values: readonly (readonly unknown[])[], range: string): Cell[][] {
  const width = Math.max(0, ...values.map((row) => row.length));
  if (values.length === 0 || width === 0) {
    throw sheetError(call, 204, ": values are empty");
  }
  if (values.length > MAX_ROWS || width > MAX_WIDTH) {
    throw sheetError(call, 226, `: at most ${MAX_ROWS} rows and ${MAX_WIDTH} columns at once`);
  }
  if (width > area.right - area.left + 1) {
    throw sheetError(call, 202, `=${range}: columns of value > range`);
  }
  if (!area.isOpen && values.length > area.bottom - area.top + 1) {
    throw sheetError(call, 202, `=${range}: rows of value > range`);
  }
  return values.map((row) => row.map((value) => toCell(call, value)));
}

/** Writes a block of cells; the grid grows where it has to. Gives the rectangle that was written. */
export function write(call: Call, sheet: Sheet, top: number, left: number, cells: readonly Cell[][]): Area {
  const bottom = top + cells.length - 1;
  const right = left + Math.max(...cells.map((row) => row.length)) - 1;
  growTo(call, sheet, bottom, right);
  while (sheet.rows.length <= bottom) {
    sheet.rows.push([]);
  }
  cells.forEach((row, down) => {
    const kept = sheet.rows[top + down] ?? [];
    while (kept.length < left + row.length) {
      kept.push(null);
    }
    row.forEach((cell, across) => {
      kept[left + across] = cell;
    });
  });
  return { sheet, top, left, bottom, right, isOpen: false };
}

export function parseRendering(call: Call, option: unknown): Rendering {
  if (option === undefined || RENDERINGS.includes(asText(option))) {
    return option as Rendering;
  }
  throw sheetError(call, 229, `: valueRenderOption is one of ${RENDERINGS.join(", ")}`);
}

/** What a person reads in a cell. */
export const toText = (cell: Cell): string =>
  typeof cell === "object" && cell !== null
    ? [cell]
        .flat()
        .map(({ text, values }) => (Array.isArray(values) ? values.map(asText).join(",") : asText(text ?? "")))
        .join("")
    : asText(cell ?? "");

function render(sheet: Sheet, cell: Cell, rendering: Rendering): unknown {
  if (typeof cell !== "object" || cell === null) {
    return cell;
  }
  if (!Array.isArray(cell) && cell.type === "formula") {
    const formula = asText(cell.text ?? "");
    return rendering === undefined || rendering === "Formula" ? formula : calculate(sheet, formula);
  }
  if (rendering === "ToString") {
    return toText(cell);
  }
  // A picture and a drop-down list come alone, pieces of text and attachments as a list.
  return Array.isArray(cell) || cell.type === "embed-image" || cell.type === "multipleValue" ? cell : [cell];
}

/** The cells of a rectangle, as far as the sheet reaches. */
export function read({ sheet, top, left, bottom, right }: Area, rendering: Rendering): unknown[][] {
  const height = Math.min(bottom, sheet.rowCount - 1) - top + 1;
  const width = Math.min(right, sheet.columnCount - 1) - left + 1;
  return Array.from({ length: Math.max(0, height) }, (_, down) => {
    const row = sheet.rows[top + down] ?? [];
    return Array.from({ length: Math.max(0, width) }, (_, across) =>
      render(sheet, row[left + across] ?? null, rendering),
    );
  });
}
