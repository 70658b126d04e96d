import type { Call } from "../../gateway/route.ts";
import { dayOf } from "./dates.ts";
import * as type from "./field-types.ts";
import type { Test } from "./filter.ts";
import { createReader, type Reader } from "./formula-tokens.ts";
import { type Plain, plainOf } from "./read-value.ts";
import type { Base, Field, Row, Table } from "./state.ts";

/** A part of a formula: its value for a record. Dates are days. */
interface Part {
  of: (row: Row) => Plain;
  /** `"any"` fits both: an empty text matches an empty cell. */
  kind: "date" | "other" | "any";
}

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

/** What names and `TODAY()` mean. */
interface World {
  call: Call;
  base: Base;
  table: Table;
}

function toPart({ call, base }: World, field: Field): Part {
  const isDate = [type.DATE, type.CREATED_TIME, type.CHANGED_TIME].includes(field.type);
  const of = (row: Row): Plain => {
    const value = plainOf(call, field, row);
    return isDate && typeof value === "number" ? dayOf(value, base.timeZone).day : value;
  };
  return { of, kind: isDate ? "date" : "other" };
}

/** The rest of `TODAY()`, with a number of days. */
function readToday({ call, base }: World, reader: Reader): Part {
  reader.expect("(");
  reader.expect(")");
  let { day } = dayOf(call.state.now(), base.timeZone);
  while (reader.isSign("+") || reader.isSign("-")) {
    const sign = reader.isSign("+") ? 1 : -1;
    reader.skip();
    const days = reader.peek();
    if (days?.kind !== "number") {
      throw reader.wrong("a number of days expected");
    }
    reader.skip();
    day += sign * Number(days.text);
  }
  return { of: () => day, kind: "date" };
}

/** A field, a text, a number, `TRUE()`, `FALSE()` or `TODAY()`. */
function readPart(world: World, reader: Reader): Part {
  const sign = reader.take("-") ? -1 : 1;
  const token = reader.peek();
  if (token === undefined || (sign < 0 && token.kind !== "number")) {
    throw reader.wrong("a value expected");
  }
  const { kind, text } = token;
  const field = kind === "field" ? world.table.fields.find(({ name }) => name === text) : undefined;
  if (kind === "field" && field === undefined) {
    throw reader.wrong(`no field ${text}`);
  }
  const word = kind === "word" ? text.toUpperCase() : "";
  if (kind === "sign" || (kind === "word" && !["TRUE", "FALSE", "TODAY"].includes(word))) {
    throw reader.wrong();
  }
  reader.skip();
  if (field !== undefined) {
    return toPart(world, field);
  }
  if (word === "TODAY") {
    return readToday(world, reader);
  }
  if (kind === "number") {
    return { of: () => sign * Number(text), kind: "other" };
  }
  if (kind === "text") {
    return { of: () => text, kind: text === "" ? "any" : "other" };
  }
  if (reader.take("(")) {
    reader.expect(")");
  }
  return { of: () => word === "TRUE", kind: "other" };
}

/** `CurrentValue.[a] > 1` or `CurrentValue.[a].contains("b")`. */
function readComparison(world: World, reader: Reader): Test {
  const left = readPart(world, reader);
  if (reader.take(".")) {
    if (reader.peek()?.text.toLowerCase() !== "contains") {
      throw reader.wrong("contains expected");
    }
    reader.skip();
    reader.expect("(");
    const word = readPart(world, reader);
    reader.expect(")");
    return (row) => has(left.of(row), String(word.of(row) ?? ""));
  }
  const sign = reader.peek();
  const compare = sign?.kind === "sign" ? COMPARE[sign.text] : undefined;
  if (compare === undefined) {
    throw reader.wrong("a comparison expected");
  }
  reader.skip();
  const right = readPart(world, reader);
  const isMixed = left.kind !== right.kind && left.kind !== "any" && right.kind !== "any";
  if (isMixed) {
    throw reader.wrong("a date is compared with TODAY() or another date, before");
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
 * `&&` and `||`, and `TODAY()` with days added or taken away.
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
