import type { Call } from "../../gateway/route.ts";
import { ownerOf } from "../drive/nodes.ts";
import { bitableError } from "./errors.ts";
import { setValues } from "./links.ts";
import { readValue, type TextForm, toPerson } from "./read-value.ts";
import type { Base, Row, Table } from "./state.ts";
import { writeValue } from "./write-value.ts";

/** The platform's limits. */
export const MAX_BATCH = 500;
const MAX_ROWS = 20_000;

export type SentFields = Record<string, unknown>;

/** The values that were sent, by field id; nothing is changed but for options, which `atomically` takes back. */
function toValues(call: Call, base: Base, table: Table, sent: SentFields): Map<string, unknown> {
  return new Map(
    Object.entries(sent).map(([name, value]) => {
      const field = table.fields.find((one) => one.name === name);
      if (field === undefined) {
        throw bitableError(1254045, name);
      }
      return [field.fieldId, writeValue({ call, base, field }, value)];
    }),
  );
}

/** Runs a change of records; if it is refused, the options that it made are gone again. */
function atomically<T>({ fields }: Table, run: () => T): T {
  const before = fields.map(({ property }) => property.options?.length);
  try {
    return run();
  } catch (error) {
    fields.forEach(({ property }, index) => {
      if (before[index] === undefined) {
        delete property.options;
      } else {
        property.options?.splice(before[index]);
      }
    });
    throw error;
  }
}

export function checkBatch(count: number): void {
  if (count > MAX_BATCH) {
    throw bitableError(1254104, `at most ${MAX_BATCH} records at once`);
  }
}

/** Adds records, all or none. */
export function addRows(call: Call, base: Base, table: Table, sent: readonly SentFields[]): Row[] {
  if (table.records.size + sent.length > MAX_ROWS) {
    throw bitableError(1254103, `at most ${MAX_ROWS} records`);
  }
  const all = atomically(table, () => sent.map((fields) => toValues(call, base, table, fields)));
  const [now, owner] = [call.state.now(), ownerOf(call)];
  return all.map((values) => {
    const row: Row = {
      recordId: `rec${call.state.ids.hex("record", 10)}`,
      number: table.nextNumber,
      values: new Map(),
      createdAt: now,
      createdBy: owner,
      changedAt: now,
      changedBy: owner,
    };
    table.nextNumber += 1;
    table.records.set(row.recordId, row);
    setValues(base, table, row, values);
    return row;
  });
}

/** Changes the fields that were sent of records, all or none; the others stay. */
export function changeRows(
  call: Call,
  base: Base,
  table: Table,
  changes: readonly { row: Row; fields: SentFields }[],
): Row[] {
  const all = atomically(table, () =>
    changes.map(({ row, fields }) => ({ row, values: toValues(call, base, table, fields) })),
  );
  return all.map(({ row, values }) => {
    setValues(base, table, row, values);
    Object.assign(row, { changedAt: call.state.now(), changedBy: ownerOf(call) });
    return row;
  });
}

/** How a record is answered. */
export interface RecordForm {
  text: TextForm;
  /** Names of the fields; all, if none are given. */
  names?: readonly string[];
  automatic?: boolean;
}

/** A record as the API returns it; empty cells are left out. */
export function toRecord(call: Call, { fields }: Table, row: Row, form: RecordForm): Record<string, unknown> {
  const { names = [], automatic = false, text } = form;
  const shown = names.length === 0 ? fields : fields.filter(({ name }) => names.includes(name));
  const values = shown
    .map((field) => [field.name, readValue(call, field, row, text)] as const)
    .filter(([, value]) => value !== undefined);
  return {
    fields: Object.fromEntries(values),
    record_id: row.recordId,
    ...(automatic && {
      created_by: toPerson(call, row.createdBy),
      created_time: row.createdAt,
      last_modified_by: toPerson(call, row.changedBy),
      last_modified_time: row.changedAt,
    }),
  };
}
