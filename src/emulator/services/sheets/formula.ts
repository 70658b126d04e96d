import { asText } from "../../platform/json.ts";
import { toColumn } from "./range.ts";
import type { Cell, Sheet } from "./state.ts";

/** Formulas that lead to formulas are followed so far; a circle ends here. */
const MAX_DEPTH = 50;

const REFERENCE = /^\$?([a-z]{1,3})\$?([1-9]\d{0,6})(?::\$?([a-z]{1,3})\$?([1-9]\d{0,6}))?$/i;
const CALL = /^=\s*(SUM|AVERAGE|COUNT|MIN|MAX)\s*\(([^()]*)\)\s*$/i;

const FUNCTIONS: Readonly<Record<string, (numbers: readonly number[]) => number | string>> = {
  SUM: (numbers) => numbers.reduce((sum, one) => sum + one, 0),
  AVERAGE: (numbers) =>
    numbers.length === 0 ? "#DIV/0!" : numbers.reduce((sum, one) => sum + one, 0) / numbers.length,
  COUNT: (numbers) => numbers.length,
  MIN: (numbers) => numbers.reduce((least, one) => Math.min(least, one), numbers[0] ?? 0),
  MAX: (numbers) => numbers.reduce((most, one) => Math.max(most, one), numbers[0] ?? 0),
};

function resultOf(sheet: Sheet, cell: Cell, depth: number): unknown {
  if (typeof cell !== "object" || cell === null) {
    return cell;
  }
  if (!Array.isArray(cell) && cell.type === "formula") {
    return calculate(sheet, asText(cell.text ?? ""), depth + 1);
  }
  return [cell]
    .flat()
    .map(({ text }) => asText(text ?? ""))
    .join("");
}

/** The values of `A1` or `A1:B2`; `undefined` when it is no reference. */
function refer(sheet: Sheet, text: string, depth: number): unknown[] | undefined {
  const [, from, first, to = from, end = first] = REFERENCE.exec(text.trim()) ?? [];
  if (from === undefined || to === undefined) {
    return undefined;
  }
  const rows = sheet.rows.slice(Number(first) - 1, Number(end));
  return rows.flatMap((row) => row.slice(toColumn(from), toColumn(to) + 1).map((cell) => resultOf(sheet, cell, depth)));
}

/**
 * The value of a formula: a number, a reference, or one of five functions of them.
 *
 * Any other formula is returned as its text, so that a guess is not taken for a result.
 */
export function calculate(sheet: Sheet, formula: string, depth: number = 0): unknown {
  if (depth > MAX_DEPTH) {
    return "#REF!";
  }
  const [, name, list] = CALL.exec(formula) ?? [];
  if (name === undefined || list === undefined) {
    const values = refer(sheet, formula.replace(/^=/, ""), depth);
    return values === undefined || formula.includes(":") ? formula : (values[0] ?? 0);
  }
  const parts = list.split(",").map((part) => {
    const text = part.trim();
    return text !== "" && Number.isFinite(Number(text)) ? [Number(text)] : refer(sheet, text, depth);
  });
  if (parts.includes(undefined)) {
    return formula;
  }
  const numbers = parts.flat().filter((value): value is number => typeof value === "number");
  return FUNCTIONS[name.toUpperCase()]?.(numbers) ?? formula;
}
