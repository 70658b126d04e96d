import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import { success } from "../success.ts";
import { idempotent, touch } from "./change.ts";
import { bitableError } from "./errors.ts";
import { MULTI_SELECT, SINGLE_SELECT } from "./field-types.ts";
import { type SentField, toField, toWire } from "./fields.ts";
import { findField, findTable, findView } from "./find.ts";
import { addBackField, changeBackField, releaseBackField } from "./links.ts";
import { BASE_NOTES, TOKEN_NOTES } from "./notes.ts";
import { pageOf } from "./page.ts";
import type { Field, Table } from "./state.ts";

const MAX_PAGE = 100;
const MAX_FIELDS = 300;

function list(call: Call): Answer {
  const { base, table } = findTable(call);
  const { view_id } = call.input.query;
  if (view_id !== undefined) {
    findView(table, asText(view_id));
  }
  const { page, more } = pageOf(call, table.fields, ({ fieldId }) => fieldId, MAX_PAGE);
  return success({ ...more, items: page.map((field) => toWire(base, table, field)) });
}

/** The name that the other side of a duplex link shall have. */
const backNameIn = ({ property }: SentField): string | undefined =>
  property?.back_field_name === undefined ? undefined : asText(property.back_field_name);

function create(call: Call): Answer {
  const { base, table } = findTable(call);
  if (table.fields.length >= MAX_FIELDS) {
    throw bitableError(1254105, `at most ${MAX_FIELDS} fields`);
  }
  const sent = call.input.body as unknown as SentField;
  const field = toField(call, base, table.fields, sent);
  addBackField(call, base, table, field, backNameIn(sent));
  table.fields.push(field);
  touch(call, base, table);
  return success({ field: toWire(base, table, field) });
}

const isSelect = ({ type }: Field): boolean => type === SINGLE_SELECT || type === MULTI_SELECT;

/** What becomes of the cells: another type empties them, but of selects they keep the options that are left. */
function keepValues({ records }: Table, before: Field, after: Field): void {
  const ids = after.property.options?.map(({ id }) => id) ?? [];
  for (const { values } of records.values()) {
    const value = values.get(before.fieldId);
    if (value === undefined) {
      continue;
    }
    if (isSelect(before) && isSelect(after)) {
      const left = (value as string[]).filter((id) => ids.includes(id));
      if (left.length > 0) {
        values.set(after.fieldId, after.type === SINGLE_SELECT ? left.slice(0, 1) : left);
      } else {
        values.delete(after.fieldId);
      }
    } else if (before.type !== after.type || before.property.table_id !== after.property.table_id) {
      values.delete(after.fieldId);
    }
  }
}

function update(call: Call): Answer {
  const { base, table } = findTable(call);
  const before = findField(table, asText(call.input.path.field_id));
  const sent = call.input.body as unknown as SentField;
  // A select that is renamed without its options keeps them.
  const options = sent.property?.options ?? before.property.options;
  const property = { ...sent.property, ...(options && { options }) };
  const after = toField(call, base, table.fields, { ...sent, property }, before);
  changeBackField(call, base, { table, before, after }, backNameIn(sent));
  table.fields[table.fields.indexOf(before)] = after;
  keepValues(table, before, after);
  touch(call, base, table);
  return success({ field: toWire(base, table, after) });
}

function remove(call: Call): Answer {
  const { base, table } = findTable(call);
  const field = findField(table, asText(call.input.path.field_id));
  const { fieldId } = field;
  if (table.fields[0]?.fieldId === fieldId) {
    throw bitableError(1254046);
  }
  releaseBackField(base, field);
  table.fields = table.fields.filter((field) => field.fieldId !== fieldId);
  for (const { values } of table.records.values()) {
    values.delete(fieldId);
  }
  touch(call, base, table);
  return success({ field_id: fieldId, deleted: true });
}

const NOTES = [
  ...BASE_NOTES,
  ["1254014 for a name that is taken, 1254029 for one that is none", "documentation"],
  ["1254012 for a `ui_type` of another type", "assumption"],
  ["A link takes several records unless `multiple` is false, and names the table that it leads to", "documentation"],
  ["A duplex link makes the field of its other side, by default with the names of table and field", "documentation"],
  ["When one side is deleted or leads elsewhere, the other becomes a link in one direction", "assumption"],
  ["Further properties are kept and given back", "assumption"],
] as const;

const at = "/:app_token/tables/:table_id/fields";

/** Fields. Pages: https://open.feishu.cn/document/server-docs/docs/bitable-v1/app-table-field/list */
export const bitableField: readonly Route[] = service("bitable/v1/apps", [
  route(`GET ${at}`, list, [...BASE_NOTES, ["1254042 for an unknown view, which changes nothing else", "assumption"]]),
  route(`POST ${at}`, idempotent(create), [...NOTES, ...TOKEN_NOTES]),
  route(`PUT ${at}/:field_id`, idempotent(update), [
    ...NOTES,
    ["Another type empties the cells; selects keep the options that are left", "assumption"],
  ]),
  route(`DELETE ${at}/:field_id`, remove, [
    ...BASE_NOTES,
    ["1254046 for the primary field, 1254044 for one that does not exist", "documentation"],
  ]),
]);
