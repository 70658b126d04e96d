import type { Call } from "../../gateway/route.ts";
import { bitableError } from "./errors.ts";
import { ATTACHMENT, DATE, SINGLE_SELECT, TEXT } from "./field-types.ts";
import { type SentField, toField } from "./fields.ts";
import { addBackField } from "./links.ts";
import type { Base, Field, Table, View } from "./state.ts";

/** The platform's limits. */
const MAX_TABLES = 100;
const MAX_FIELDS = 300;

export interface SentTable {
  name?: string;
  default_view_name?: string;
  fields?: SentField[];
}

/** The primary field of a table that is made without fields. */
const ALONE: readonly SentField[] = [{ field_name: "多行文本", type: TEXT }];

/** The fields of the table that a new app has. */
export const DEFAULT_FIELDS: readonly SentField[] = [
  ...ALONE,
  { field_name: "单选", type: SINGLE_SELECT },
  { field_name: "日期", type: DATE },
  { field_name: "附件", type: ATTACHMENT },
];

export const newView = (call: Call, name: string, type: string = "grid"): View => ({
  viewId: `vew${call.state.ids.hex("view", 10)}`,
  name,
  type,
});

export function checkTableName(base: Base, name: string, self?: Table): void {
  if (base.tables.some((table) => table !== self && table.name === name)) {
    throw bitableError(1254013);
  }
}

/** Makes a table, and adds it to nothing. */
function newTable(call: Call, base: Base, { name = "", default_view_name = "表格", fields = [] }: SentTable): Table {
  if (name === "") {
    throw bitableError(1254001, "a table has a name");
  }
  checkTableName(base, name);
  const sent = fields.length === 0 ? ALONE : fields;
  if (sent.length > MAX_FIELDS) {
    throw bitableError(1254105, `at most ${MAX_FIELDS} fields`);
  }
  const made: Field[] = [];
  for (const one of sent) {
    made.push(toField(call, base, made, one));
  }
  return {
    tableId: `tbl${call.state.ids.hex("table", 13)}`,
    name,
    revision: 0,
    fields: made,
    views: [newView(call, default_view_name)],
    records: new Map(),
    nextNumber: 1,
  };
}

/** Adds tables, all or none. */
export function addTables(call: Call, base: Base, sent: readonly SentTable[]): Table[] {
  if (base.tables.length + sent.length > MAX_TABLES) {
    throw bitableError(1254100, `at most ${MAX_TABLES} tables`);
  }
  const names = new Set(sent.map(({ name }) => name));
  if (names.size < sent.length) {
    throw bitableError(1254013);
  }
  const tables = sent.map((one) => newTable(call, base, one));
  base.tables.push(...tables);
  for (const table of tables) {
    for (const field of [...table.fields]) {
      // The platform's default name: another one can be given where a field is made by itself.
      addBackField(call, base, table, field);
    }
  }
  return tables;
}

/** Takes tables away; the last one stays. */
export function removeTables(base: Base, ids: readonly string[]): void {
  for (const id of ids) {
    if (!base.tables.some(({ tableId }) => tableId === id)) {
      throw bitableError(1254041, id);
    }
  }
  const rest = base.tables.filter(({ tableId }) => !ids.includes(tableId));
  if (rest.length === 0) {
    throw bitableError(1254034);
  }
  base.tables = rest;
}
