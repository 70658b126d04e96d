import type { Call } from "../../router.ts";
import { dayOf } from "./dates.ts";
import * as type from "./field-types.ts";
import type { Test } from "./filter.ts";
import { notUnderstood, type Token, toTokens } from "./formula-tokens.ts";
import { type Plain, plainOf } from "./read-value.ts";
import type { Base, Field, Row, Table } from "./state.ts";

/** A part of a formula: its value for a record. Dates are days. */
interface Part {
  of: (row: Row) => Plain;
  /** `"any"` goes with both: an empty text asks for an empty cell. */
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
    if (a === undefined || b === undefined) return false;
    if (typeof a === "number" && typeof b === "number") return test(a - b);
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

const MAX_DEPTH = 20;

/**
 * Reads the formula of `list`'s `filter`: comparisons of `CurrentValue.[…]`, `.contains()`, AND, OR and NOT as functions,
 * `&&` and `||`, and `TODAY()` with days added or taken away.
 *
 * @throws {PlatformError} 1254018, with the place that is not understood.
 */
export function toFormulaFilter(call: Call, base: Base, table: Table, formula: string): Test {
  const tokens = toTokens(formula);
  let next = 0;
  const peek = (ahead = 0): Token | undefined => tokens[next + ahead];
  const wrong = (hint?: string) => notUnderstood(formula, peek()?.at ?? formula.length, hint);
  const isSign = (text: string) => peek()?.kind === "sign" && peek()?.text === text;
  const take = (text: string): boolean => {
    const found = isSign(text);
    if (found) next += 1;
    return found;
  };
  const expect = (text: string) => {
    if (!take(text)) throw wrong(`${text} expected`);
  };

  function fieldPart(field: Field): Part {
    const isDate = [type.DATE, type.CREATED_TIME, type.CHANGED_TIME].includes(field.type);
    const of = (row: Row): Plain => {
      const value = plainOf(call, field, row);
      return isDate && typeof value === "number" ? dayOf(value, base.timeZone).day : value;
    };
    return { of, kind: isDate ? "date" : "other" };
  }

  /** `TODAY()`, with a number of days. */
  function today(): Part {
    expect("(");
    expect(")");
    let { day } = dayOf(call.state.now(), base.timeZone);
    while (isSign("+") || isSign("-")) {
      const sign = take("+") ? 1 : -1;
      if (sign < 0) expect("-");
      const days = peek();
      if (days?.kind !== "number") throw wrong("a number of days expected");
      next += 1;
      day += sign * Number(days.text);
    }
    return { of: () => day, kind: "date" };
  }

  function value(): Part {
    const negative = take("-");
    const token = peek();
    if (token === undefined || (negative && token.kind !== "number")) throw wrong("a value expected");
    next += 1;
    if (token.kind === "number") {
      const number = Number(token.text) * (negative ? -1 : 1);
      return { of: () => number, kind: "other" };
    }
    if (token.kind === "text") return { of: () => token.text, kind: token.text === "" ? "any" : "other" };
    if (token.kind === "field") {
      const field = table.fields.find(({ name }) => name === token.text);
      next -= 1;
      if (field === undefined) throw wrong(`no field ${token.text}`);
      next += 1;
      return fieldPart(field);
    }
    const word = token.text.toUpperCase();
    if (word === "TODAY") return today();
    if (word === "TRUE" || word === "FALSE") {
      if (take("(")) expect(")");
      return { of: () => word === "TRUE", kind: "other" };
    }
    next -= 1;
    throw wrong();
  }

  /** `AND(…)`, `OR(…)` and `NOT(…)`. */
  function group(name: string, depth: number): Test {
    next += 1;
    expect("(");
    const tests = [either(depth + 1)];
    while (take(",")) tests.push(either(depth + 1));
    expect(")");
    if (name === "AND") return (row) => tests.every((test) => test(row));
    if (name === "OR") return (row) => tests.some((test) => test(row));
    if (tests.length > 1) throw wrong("NOT takes one");
    return (row) => !tests[0]?.(row);
  }

  function one(depth: number): Test {
    if (depth > MAX_DEPTH) throw wrong("nested too deeply");
    if (take("(")) {
      const test = either(depth + 1);
      expect(")");
      return test;
    }
    const name = peek()?.kind === "word" ? (peek()?.text.toUpperCase() ?? "") : "";
    if (["AND", "OR", "NOT"].includes(name)) return group(name, depth);
    const left = value();
    if (take(".")) {
      if (peek()?.text.toLowerCase() !== "contains") throw wrong("contains expected");
      next += 1;
      expect("(");
      const word = value();
      expect(")");
      return (row) => has(left.of(row), String(word.of(row) ?? ""));
    }
    const compare = COMPARE[peek()?.kind === "sign" ? (peek()?.text ?? "") : ""];
    if (compare === undefined) throw wrong("a comparison expected");
    next += 1;
    const right = value();
    const isMixed = left.kind !== right.kind && left.kind !== "any" && right.kind !== "any";
    if (isMixed) throw wrong("a date is compared with TODAY() or another date, before");
    return (row) => compare(left.of(row), right.of(row));
  }

  function both(depth: number): Test {
    const tests = [one(depth)];
    while (take("&&")) tests.push(one(depth));
    return (row) => tests.every((test) => test(row));
  }

  function either(depth: number): Test {
    const tests = [both(depth)];
    while (take("||")) tests.push(both(depth));
    return (row) => tests.some((test) => test(row));
  }

  const test = either(0);
  if (next < tokens.length) throw wrong();
  return test;
}

const has = (value: Plain, word: string): boolean =>
  Array.isArray(value) ? value.includes(word) : String(value ?? "").includes(word);
