import type { Call } from "../../gateway/route.ts";
import { dayOf, readDay, toDay, weekday } from "./dates.ts";
import * as type from "./field-types.ts";
import type { Reader } from "./formula-tokens.ts";
import { type Plain, plainOf } from "./read-value.ts";
import type { Base, Field, Row, Table } from "./state.ts";

/** A part of a formula: its value for a record. Dates are days since 1970. */
export interface Part {
  of: (row: Row) => Plain;
  /** `"empty"` is an empty text, which fits every kind: it matches an empty cell. */
  kind: "date" | "text" | "empty" | "other";
}

/** What names and functions mean. */
export interface World {
  call: Call;
  base: Base;
  table: Table;
}

const MAX_DEPTH = 20;

const numberOf = ({ of }: Part, row: Row): number | undefined => {
  const value = of(row);
  return typeof value === "number" ? value : undefined;
};

/** A value that is computed from others, and is empty when one of them is. */
const computed = (kind: Part["kind"], parts: readonly Part[], compute: (...values: number[]) => number): Part => ({
  kind,
  of: (row) => {
    const values = parts.map((part) => numberOf(part, row));
    return values.includes(undefined) ? undefined : compute(...(values as number[]));
  },
});

/** A function: the kinds of its arguments, how many may be left out, and what it gives. */
interface FormulaFunction {
  readonly takes: readonly ("date" | "number")[];
  readonly optional?: number;
  readonly gives: Part["kind"];
  readonly compute: (...values: number[]) => number;
}

const inYear = (day: number): Date => new Date(day * 24 * 60 * 60 * 1000);

/** Page: https://open.feishu.cn/document/server-docs/docs/bitable-v1/app-table-record/filter */
const FUNCTIONS: Readonly<Record<string, FormulaFunction>> = {
  DATE: { takes: ["number", "number", "number"], gives: "date", compute: toDay },
  YEAR: { takes: ["date"], gives: "other", compute: (day) => inYear(day).getUTCFullYear() },
  MONTH: { takes: ["date"], gives: "other", compute: (day) => inYear(day).getUTCMonth() + 1 },
  DAY: { takes: ["date"], gives: "other", compute: (day) => inYear(day).getUTCDate() },
  WEEKDAY: { takes: ["date", "number"], optional: 1, gives: "other", compute: weekday },
};

function toPart({ call, base }: World, field: Field): Part {
  const isDate = [type.DATE, type.CREATED_TIME, type.CHANGED_TIME].includes(field.type);
  const of = (row: Row): Plain => {
    const value = plainOf(call, field, row);
    return isDate && typeof value === "number" ? dayOf(value, base.timeZone).day : value;
  };
  return { of, kind: isDate ? "date" : "other" };
}

/** The rest of `TODATE("2021-06-01")`. */
function readDate(reader: Reader): Part {
  reader.expect("(");
  const token = reader.peek();
  const day = token?.kind === "text" ? readDay(token.text) : undefined;
  if (day === undefined) {
    throw reader.wrong("a date expected");
  }
  reader.skip();
  reader.expect(")");
  return { of: () => day, kind: "date" };
}

/** The rest of a function whose arguments are computed. */
function readFunction(world: World, reader: Reader, called: FormulaFunction, depth: number): Part {
  const { takes, optional = 0, gives, compute } = called;
  reader.expect("(");
  const parts: Part[] = [];
  for (const wanted of takes) {
    if (parts.length > 0 && !reader.take(",")) {
      break;
    }
    const part = readSum(world, reader, depth + 1);
    if (wanted === "date" ? part.kind !== "date" : part.kind !== "other") {
      throw reader.wrong(`a ${wanted} expected, before`);
    }
    parts.push(part);
  }
  if (parts.length < takes.length - optional) {
    throw reader.wrong(", expected");
  }
  reader.expect(")");
  return computed(gives, parts, compute);
}

/** The rest of a name with parentheses. */
function readCall(world: World, reader: Reader, name: string, depth: number): Part {
  if (name === "TODATE") {
    return readDate(reader);
  }
  const called = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (called !== undefined) {
    return readFunction(world, reader, called, depth);
  }
  if (name === "TODAY" || reader.isSign("(")) {
    reader.expect("(");
    reader.expect(")");
  }
  if (name === "TODAY") {
    const { day } = dayOf(world.call.state.now(), world.base.timeZone);
    return { of: () => day, kind: "date" };
  }
  return { of: () => name === "TRUE", kind: "other" };
}

const NAMES: readonly string[] = ["TRUE", "FALSE", "TODAY", "TODATE", ...Object.keys(FUNCTIONS)];

/** A field, a text, a number or a function; in a sum also a sum in parentheses. */
function readOne(world: World, reader: Reader, depth: number): Part {
  if (depth > MAX_DEPTH) {
    throw reader.wrong("nested too deeply");
  }
  if (reader.take("(")) {
    const sum = readSum(world, reader, depth + 1);
    reader.expect(")");
    return sum;
  }
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
  const name = text.toUpperCase();
  if (kind === "sign" || (kind === "word" && !NAMES.includes(name))) {
    throw reader.wrong();
  }
  reader.skip();
  if (field !== undefined) {
    return toPart(world, field);
  }
  if (kind === "number") {
    return { of: () => sign * Number(text), kind: "other" };
  }
  if (kind === "text") {
    return { of: () => text, kind: text === "" ? "empty" : "text" };
  }
  return readCall(world, reader, name, depth);
}

const isText = ({ kind }: Part): boolean => kind === "text" || kind === "empty";

/**
 * Reads a value: fields, texts, numbers and functions, added and subtracted.
 *
 * @throws {PlatformError} 1254018, with the place that is not understood.
 */
export function readSum(world: World, reader: Reader, depth: number): Part {
  let sum = readOne(world, reader, depth);
  while (reader.isSign("+") || reader.isSign("-")) {
    const sign = reader.isSign("+") ? 1 : -1;
    if (isText(sum)) {
      throw reader.wrong("a number or a date expected, before");
    }
    reader.skip();
    const next = readOne(world, reader, depth);
    if (isText(next) || (next.kind === "date" && (sum.kind !== "date" || sign > 0))) {
      throw reader.wrong("a number expected, before");
    }
    const kind = sum.kind === "date" && next.kind !== "date" ? "date" : "other";
    sum = computed(kind, [sum, next], (a, b) => a + sign * b);
  }
  return sum;
}
