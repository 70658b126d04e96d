import type { Call } from "../../gateway/route.ts";
import { parseJson } from "../../platform/json.ts";
import { bitableError } from "./errors.ts";
import { type Plain, plainOf } from "./read-value.ts";
import type { Row, Table } from "./state.ts";

export interface Sort {
  field_name?: string;
  desc?: boolean;
}

function compare(a: Plain, b: Plain): number {
  if (typeof a === "number" && typeof b === "number") {
    return a - b;
  }
  const [left, right] = [String(a), String(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Records in the requested order; empty cells come last, equal ones stay as they were made. */
export function sortRows(call: Call, { fields }: Table, rows: readonly Row[], sorts: readonly Sort[]): Row[] {
  const steps = sorts.map(({ field_name = "", desc = false }) => {
    const field = fields.find(({ name }) => name === field_name);
    if (field === undefined) {
      throw bitableError(1254016, `no field ${field_name}`);
    }
    return { field, sign: desc ? -1 : 1 };
  });
  return [...rows].sort((one, other) => {
    for (const { field, sign } of steps) {
      const [a, b] = [plainOf(call, field, one), plainOf(call, field, other)];
      if ((a === undefined) !== (b === undefined)) {
        return a === undefined ? 1 : -1;
      }
      const order = compare(a, b);
      if (order !== 0) {
        return order * sign;
      }
    }
    return 0;
  });
}

function parseNames(text: string, refusal: () => Error): string[] {
  let names: unknown;
  try {
    names = parseJson(text);
  } catch {
    throw refusal();
  }
  if (!Array.isArray(names) || !names.every((name): name is string => typeof name === "string")) {
    throw refusal();
  }
  return names;
}

/** `["Name DESC", "Age ASC"]`, as `list` takes it. */
export const parseSort = (text: string): Sort[] =>
  parseNames(text, () => bitableError(1254016, 'a list such as ["Name DESC"]')).map((entry) => {
    const text = entry.trim();
    const [end = "", order = ""] = /\s(ASC|DESC)$/i.exec(text) ?? [];
    return { field_name: end ? text.slice(0, -end.length).trimEnd() : entry, desc: order.toUpperCase() === "DESC" };
  });

/** `["Name", "Age"]`, as `list` takes it. */
export const parseFieldNames = (text: string): string[] =>
  parseNames(text, () => bitableError(1254024, 'a list such as ["Name"]'));
