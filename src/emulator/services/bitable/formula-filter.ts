import type { Call } from "../../gateway/route.ts";
import type { Test } from "./filter.ts";
import { readSum, type World } from "./formula-part.ts";
import { createReader, type Reader } from "./formula-tokens.ts";
import type { Plain } from "./read-value.ts";
import type { Base, Table } from "./state.ts";

type Compare = (a: Plain, b: Plain) => boolean;

const isSame: Compare = (a, b) => {
  const [left, right] = [a, b].map((value) => (Array.isArray(value) ? value.join(",") : value));
  // An empty cell is equal to an empty text.
  return (left ?? "") === (right ?? "") || (left !== undefined && String(left) === String(right));
};

const ordered =
  (test: (order: number) => boolean): Compare =>
  (a, b) => {
    if (a === undefined || b === undefined) {
      return false;
    }
    if (typeof a === "number" && typeof b === "number") {
      return test(a - b);
    }
    return test(String(a) < String(b) ? -1 : String(a) === String(b) ? 0 : 1);
  };

const COMPARE: Readonly<Record<string, Compare>> = {
  "=": isSame,
  "==": isSame,
  "!=": (a, b) => !isSame(a, b),
  "<>": (a, b) => !isSame(a, b),
  ">": ordered((order) => order > 0),
  ">=": ordered((order) => order >= 0),
  "<": ordered((order) => order < 0),
  "<=": ordered((order) => order <= 0),
};

const has = (value: Plain, word: string): boolean =>
  Array.isArray(value) ? value.includes(word) : String(value ?? "").includes(word);

const MAX_DEPTH = 20;

/** `CurrentValue.[a] > 1` or `CurrentValue.[a].contains("b")`. */
function readComparison(world: World, reader: Reader): Test {
  const left = readSum(world, reader, 0);
  if (reader.take(".")) {
    if (reader.peek()?.text.toLowerCase() !== "contains") {
      throw reader.wrong("contains expected");
    }
    reader.skip();
    reader.expect("(");
    const word = readSum(world, reader, 0);
    reader.expect(")");
    return (row) => has(left.of(row), String(word.of(row) ?? ""));
  }
  const sign = reader.peek();
  const compare = sign?.kind === "sign" ? COMPARE[sign.text] : undefined;
  if (compare === undefined) {
    throw reader.wrong("a comparison expected");
  }
  reader.skip();
  const right = readSum(world, reader, 0);
  const kinds = [left.kind, right.kind];
  if (kinds.includes("date") && !kinds.includes("empty") && left.kind !== right.kind) {
    throw reader.wrong("a date is compared with TODAY(), TODATE() or another date, before");
  }
  return (row) => compare(left.of(row), right.of(row));
}

/** The rest of `AND(…)`, `OR(…)` or `NOT(…)`. */
function readGroup(world: World, reader: Reader, name: string, depth: number): Test {
  reader.expect("(");
  const tests = [readAny(world, reader, depth)];
  while (reader.take(",")) {
    tests.push(readAny(world, reader, depth));
  }
  reader.expect(")");
  if (name === "AND") {
    return (row) => tests.every((test) => test(row));
  }
  if (name === "OR") {
    return (row) => tests.some((test) => test(row));
  }
  if (tests.length > 1) {
    throw reader.wrong("NOT takes one");
  }
  return (row) => !tests[0]?.(row);
}

function readOne(world: World, reader: Reader, depth: number): Test {
  if (depth > MAX_DEPTH) {
    throw reader.wrong("nested too deeply");
  }
  if (reader.take("(")) {
    const test = readAny(world, reader, depth + 1);
    reader.expect(")");
    return test;
  }
  const token = reader.peek();
  const name = token?.kind === "word" ? token.text.toUpperCase() : "";
  if (!["AND", "OR", "NOT"].includes(name)) {
    return readComparison(world, reader);
  }
  reader.skip();
  return readGroup(world, reader, name, depth + 1);
}

/** Tests joined by `&&`. */
function readAll(world: World, reader: Reader, depth: number): Test {
  const tests = [readOne(world, reader, depth)];
  while (reader.take("&&")) {
    tests.push(readOne(world, reader, depth));
  }
  return (row) => tests.every((test) => test(row));
}

/** Tests joined by `||`, which binds less than `&&`. */
function readAny(world: World, reader: Reader, depth: number): Test {
  const tests = [readAll(world, reader, depth)];
  while (reader.take("||")) {
    tests.push(readAll(world, reader, depth));
  }
  return (row) => tests.some((test) => test(row));
}

/**
 * Reads the formula of `list`'s `filter`: comparisons of `CurrentValue.[…]`, `.contains()`, AND, OR and NOT as functions,
 * `&&` and `||`, and dates that are computed with TODAY, TODATE, DATE, YEAR, MONTH, DAY and WEEKDAY.
 *
 * @throws {PlatformError} 1254018, with the place that is not understood.
 */
export function toFormulaFilter(call: Call, base: Base, table: Table, formula: string): Test {
  const reader = createReader(formula);
  const test = readAny({ call, base, table }, reader, 0);
  if (reader.peek() !== undefined) {
    throw reader.wrong();
  }
  return test;
}
