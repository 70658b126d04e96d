import type { Call } from "../../gateway/route.ts";
import { dayOf, dayTest } from "./dates.ts";
import { bitableError } from "./errors.ts";
import * as type from "./field-types.ts";
import { type Plain, plainOf } from "./read-value.ts";
import type { Base, Field, Row, Table } from "./state.ts";

/** Whether a record is wanted. */
export type Test = (row: Row) => boolean;

export interface Condition {
  field_name: string;
  operator: string;
  value?: string[];
}

export interface Filter {
  conjunction?: "and" | "or";
  conditions?: Condition[];
  children?: Filter[];
}

const DATES = [type.DATE, type.CREATED_TIME, type.CHANGED_TIME];
const LISTS = [
  ...[type.SINGLE_SELECT, type.MULTI_SELECT, type.USER, type.LINK, type.DUPLEX_LINK],
  ...[type.GROUP, type.CREATED_BY, type.CHANGED_BY],
];

const isEmpty = (value: Plain): boolean => value === undefined || (Array.isArray(value) && value.length === 0);

const invalid = (field: Field, { operator, value }: Condition, hint: string) =>
  bitableError(1254018, `${field.name} ${operator} ${JSON.stringify(value ?? [])}: ${hint}`);

type Compare = (value: Plain) => boolean;

/** Texts: one word, compared as it stands. */
function compareText(operator: string, word: string): Compare | undefined {
  const tests: Record<string, Compare> = {
    is: (value) => value === word,
    isNot: (value) => value !== word,
    contains: (value) => String(value ?? "").includes(word),
    doesNotContain: (value) => !String(value ?? "").includes(word),
  };
  return Object.hasOwn(tests, operator) ? tests[operator] : undefined;
}

function compareNumber(operator: string, wanted: number): Compare | undefined {
  const tests: Record<string, (value: number) => boolean> = {
    is: (value) => value === wanted,
    isGreater: (value) => value > wanted,
    isGreaterEqual: (value) => value >= wanted,
    isLess: (value) => value < wanted,
    isLessEqual: (value) => value <= wanted,
  };
  if (operator === "isNot") {
    return (value) => value !== wanted;
  }
  const test = Object.hasOwn(tests, operator) ? tests[operator] : undefined;
  return test && ((value) => typeof value === "number" && test(value));
}

/** Options, persons, records and chats: `is` wants the one and no other, `contains` any of them. */
function compareList(operator: string, words: readonly string[]): Compare | undefined {
  const listOf = (value: Plain) => (Array.isArray(value) ? (value as readonly string[]) : []);
  const isOnly: Compare = (value) => listOf(value).length === 1 && listOf(value)[0] === words[0];
  const hasAny: Compare = (value) => listOf(value).some((one) => words.includes(one));
  if (operator === "contains") {
    return hasAny;
  }
  if (operator === "doesNotContain") {
    return (value) => !hasAny(value);
  }
  if (words.length !== 1) {
    return undefined;
  }
  if (operator === "is") {
    return isOnly;
  }
  return operator === "isNot" ? (value) => !isOnly(value) : undefined;
}

function compareWord(field: Field, operator: string, words: readonly string[]): Compare | undefined {
  if (LISTS.includes(field.type)) {
    return compareList(operator, words);
  }
  const [word = ""] = words;
  if (words.length !== 1) {
    return undefined;
  }
  if (field.type === type.CHECKBOX) {
    const isKnown = operator === "is" && (word === "true" || word === "false");
    return isKnown ? (value) => value === (word === "true") : undefined;
  }
  if (field.type === type.NUMBER) {
    return word.trim() === "" || !Number.isFinite(Number(word)) ? undefined : compareNumber(operator, Number(word));
  }
  return field.type === type.ATTACHMENT || field.type === type.FORMULA ? undefined : compareText(operator, word);
}

function toTest(call: Call, base: Base, table: Table, condition: Condition): Test {
  const field = table.fields.find(({ name }) => name === condition.field_name);
  if (field === undefined) {
    throw bitableError(1254018, `no field ${condition.field_name}`);
  }
  const { operator, value: words = [] } = condition;
  if (operator === "isEmpty" || operator === "isNotEmpty") {
    if (words.length > 0) {
      throw invalid(field, condition, "the value is []");
    }
    if (field.type === type.CHECKBOX) {
      throw invalid(field, condition, "a checkbox takes only is");
    }
    return (row) => isEmpty(plainOf(call, field, row)) === (operator === "isEmpty");
  }
  if (DATES.includes(field.type)) {
    const test = dayTest(operator, words, dayOf(call.state.now(), base.timeZone), base.timeZone);
    if (test === undefined) {
      throw invalid(field, condition, 'a date takes is, isGreater and isLess, and ["ExactDate", "…"]');
    }
    return (row) => {
      const at = plainOf(call, field, row);
      return typeof at === "number" && test(dayOf(at, base.timeZone));
    };
  }
  const compare = compareWord(field, operator, words);
  if (compare === undefined) {
    throw invalid(field, condition, "not an operator or a value for this type of field");
  }
  return (row) => compare(plainOf(call, field, row));
}

/** Reads the filter of a search: conditions, or one level of groups of them. */
export function toFilter(call: Call, base: Base, table: Table, filter: Filter | undefined, depth: number = 0): Test {
  const { conjunction, conditions = [], children = [] } = filter ?? {};
  if (filter === undefined || (conditions.length === 0 && children.length === 0)) {
    return () => true;
  }
  if (conjunction === undefined) {
    throw bitableError(1254018, "conjunction is and or or");
  }
  if (depth > 1) {
    throw bitableError(1254018, "children have no children");
  }
  const tests = [
    ...conditions.map((condition) => toTest(call, base, table, condition)),
    ...children.map((child) => toFilter(call, base, table, child, depth + 1)),
  ];
  return (row) => (conjunction === "and" ? tests.every((test) => test(row)) : tests.some((test) => test(row)));
}
