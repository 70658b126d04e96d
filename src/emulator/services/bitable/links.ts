import type { Call } from "../../gateway/route.ts";
import { bitableError } from "./errors.ts";
import { DUPLEX_LINK, LINK } from "./field-types.ts";
import type { Base, Field, Row, Table } from "./state.ts";

const tableOf = ({ tables }: Base, { property }: Field): Table | undefined =>
  tables.find(({ tableId }) => tableId === property.table_id);

/** The other side of a duplex link. */
function backOf(base: Base, field: Field): { table: Table; back: Field } | undefined {
  const table = field.type === DUPLEX_LINK ? tableOf(base, field) : undefined;
  const back = table?.fields.find(({ fieldId }) => fieldId === field.property.back_field_id);
  return table && back && { table, back };
}

function checkName({ fields }: Table, name: string, self?: Field): void {
  if (fields.some((field) => field !== self && field.name === name)) {
    throw bitableError(1254014, name);
  }
}

/** A name that no field has yet. */
function freeName({ fields }: Table, name: string): string {
  const taken = new Set(fields.map((field) => field.name));
  let free = name;
  for (let count = 2; taken.has(free); count += 1) {
    free = `${name} ${count}`;
  }
  return free;
}

/** Makes the other side of a new duplex link, in the table that it leads to. */
export function addBackField(call: Call, base: Base, table: Table, field: Field, name?: string): void {
  const target = field.type === DUPLEX_LINK ? tableOf(base, field) : undefined;
  if (target === undefined) {
    return;
  }
  if (name !== undefined) {
    checkName(target, name);
  }
  const back: Field = {
    fieldId: `fld${call.state.ids.hex("field", 8)}`,
    name: name ?? freeName(target, `${table.name}-${field.name}`),
    type: DUPLEX_LINK,
    uiType: "DuplexLink",
    property: { multiple: true, table_id: table.tableId, back_field_id: field.fieldId },
    isHidden: false,
  };
  target.fields.push(back);
  field.property.back_field_id = back.fieldId;
}

/** The other side of a link that is deleted, or leads elsewhere, becomes a link in one direction. */
export function releaseBackField(base: Base, field: Field): void {
  const back = backOf(base, field)?.back;
  if (back !== undefined) {
    delete back.property.back_field_id;
    Object.assign(back, { type: LINK, uiType: "SingleLink" });
  }
}

/** Lets a changed field keep the other side of its link, or makes a new one. */
export function changeBackField(
  call: Call,
  base: Base,
  { table, before, after }: { table: Table; before: Field; after: Field },
  name?: string,
): void {
  const isSame = before.type === after.type && before.property.table_id === after.property.table_id;
  const other = isSame ? backOf(base, before) : undefined;
  if (other === undefined) {
    releaseBackField(base, before);
    addBackField(call, base, table, after, name);
    return;
  }
  if (name !== undefined) {
    checkName(other.table, name, other.back);
    other.back.name = name;
  }
  after.property.back_field_id = other.back.fieldId;
}

/** What a link says about the table that it leads to, and about its other side. */
export function linkNames(base: Base, field: Field): Record<string, unknown> {
  if (field.type !== LINK && field.type !== DUPLEX_LINK) {
    return {};
  }
  const back = backOf(base, field)?.back;
  return { table_name: tableOf(base, field)?.name, ...(back && { back_field_name: back.name }) };
}

const idsIn = (value: unknown): string[] => (Array.isArray(value) ? (value as string[]) : []);

/** Writes a changed cell of a duplex link into the records that it links, and has linked. */
function linkBack(base: Base, field: Field, recordId: string, before: unknown, after: unknown): void {
  const other = backOf(base, field);
  const cellsOf = (ids: string[]) => ids.flatMap((id) => other?.table.records.get(id)?.values ?? []);
  const { fieldId = "" } = other?.back ?? {};
  for (const cells of cellsOf(idsIn(before))) {
    const left = idsIn(cells.get(fieldId)).filter((id) => id !== recordId);
    if (left.length > 0) {
      cells.set(fieldId, left);
    } else {
      cells.delete(fieldId);
    }
  }
  for (const cells of cellsOf(idsIn(after))) {
    cells.set(fieldId, [...idsIn(cells.get(fieldId)), recordId]);
  }
}

/** Writes the values of a record; `undefined` empties a cell. */
export function setValues(base: Base, table: Table, row: Row, values: ReadonlyMap<string, unknown>): void {
  for (const [fieldId, value] of values) {
    const before = row.values.get(fieldId);
    if (value === undefined) {
      row.values.delete(fieldId);
    } else {
      row.values.set(fieldId, value);
    }
    const field = table.fields.find((one) => one.fieldId === fieldId);
    if (field !== undefined) {
      linkBack(base, field, row.recordId, before, value);
    }
  }
}

/** Takes a record away, and out of the records that it links. */
export function removeRow(base: Base, table: Table, row: Row): void {
  for (const field of table.fields) {
    linkBack(base, field, row.recordId, row.values.get(field.fieldId), undefined);
  }
  table.records.delete(row.recordId);
}
