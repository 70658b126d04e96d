import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import { success } from "../success.ts";
import { idempotent, touch } from "./change.ts";
import { bitableError } from "./errors.ts";
import { type Filter, type Test, toFilter } from "./filter.ts";
import { findRow, findTable, findView } from "./find.ts";
import { toFormulaFilter } from "./formula-filter.ts";
import { removeRow } from "./links.ts";
import { BASE_NOTES, TOKEN_NOTES } from "./notes.ts";
import { pageOf } from "./page.ts";
import { addRows, changeRows, checkBatch, type RecordForm, type SentFields, toRecord } from "./records.ts";
import { parseFieldNames, parseSort, type Sort, sortRows } from "./sort.ts";
import type { Base, Row, Table } from "./state.ts";
import { viewTest } from "./view-filter.ts";

const MAX_PAGE = 500;

/** The body with its `null`s: they empty cells. */
const sentOf = <T>(call: Call): T => (call.input.sent ?? {}) as T;

const PLAIN: RecordForm = { text: "plain" };

function create(call: Call): Answer {
  const { base, table } = findTable(call);
  const [row] = addRows(call, base, table, [sentOf<{ fields: SentFields }>(call).fields]);
  touch(call, base, table);
  return success({ record: row && { ...toRecord(call, table, row, PLAIN), id: row.recordId } });
}

function batchCreate(call: Call): Answer {
  const { base, table } = findTable(call);
  const { records } = sentOf<{ records: { fields: SentFields }[] }>(call);
  checkBatch(records.length);
  const rows = addRows(
    call,
    base,
    table,
    records.map(({ fields }) => fields),
  );
  touch(call, base, table);
  return success({ records: rows.map((row) => ({ ...toRecord(call, table, row, PLAIN), id: row.recordId })) });
}

function update(call: Call): Answer {
  const { base, table } = findTable(call);
  const row = findRow(table, asText(call.input.path.record_id));
  changeRows(call, base, table, [{ row, fields: sentOf<{ fields: SentFields }>(call).fields }]);
  touch(call, base, table);
  return success({ record: { ...toRecord(call, table, row, PLAIN), id: row.recordId } });
}

function batchUpdate(call: Call): Answer {
  const { base, table } = findTable(call);
  const { records } = sentOf<{ records: { record_id?: string; fields: SentFields }[] }>(call);
  checkBatch(records.length);
  const changes = records.map(({ record_id = "", fields }) => ({ row: findRow(table, record_id), fields }));
  const rows = changeRows(call, base, table, changes);
  touch(call, base, table);
  return success({ records: rows.map((row) => ({ ...toRecord(call, table, row, PLAIN), id: row.recordId })) });
}

function removeRows(call: Call, ids: readonly string[]): Record<string, unknown>[] {
  const { base, table } = findTable(call);
  checkBatch(ids.length);
  for (const row of ids.map((id) => findRow(table, id))) {
    removeRow(base, table, row);
  }
  touch(call, base, table);
  return ids.map((record_id) => ({ deleted: true, record_id }));
}

/** The link by which a record is shared. */
const sharedUrl = ({ origin }: Call, { recordId }: Row): Record<string, unknown> => ({
  shared_url: `${origin.replace("//open.", "//")}/record/${recordId}`,
});

function get(call: Call): Answer {
  const { table } = findTable(call);
  const row = findRow(table, asText(call.input.path.record_id));
  const { text_field_as_array, automatic_fields, with_shared_url } = call.input.query;
  const form: RecordForm = { text: text_field_as_array ? "pieces" : "plain", automatic: automatic_fields === true };
  const shared = with_shared_url === true ? sharedUrl(call, row) : {};
  return success({ record: { ...toRecord(call, table, row, form), ...shared } });
}

function batchGet(call: Call): Answer {
  const { table } = findTable(call);
  const { record_ids, automatic_fields, user_id_type, with_shared_url } = call.input.body;
  const ids = record_ids as string[];
  // Here the kind of id stands in the body.
  const asked = { ...call, input: { ...call.input, query: { ...call.input.query, user_id_type } } };
  const form: RecordForm = { text: "pieces", automatic: automatic_fields === true };
  return success({
    records: ids
      .flatMap((id) => table.records.get(id) ?? [])
      .map((row) => ({
        ...toRecord(asked, table, row, form),
        ...(with_shared_url === true ? sharedUrl(call, row) : {}),
      })),
    forbidden_record_ids: [],
    absent_record_ids: ids.filter((id) => !table.records.has(id)),
  });
}

function checkNames({ fields }: Table, names: readonly string[]): void {
  const unknown = names.find((name) => !fields.some((field) => field.name === name));
  if (unknown !== undefined) {
    throw bitableError(1254024, `no field ${unknown}`);
  }
}

function answerPage(call: Call, table: Table, rows: readonly Row[], form: RecordForm): Answer {
  checkNames(table, form.names ?? []);
  const { page, more } = pageOf(call, rows, ({ recordId }) => recordId, MAX_PAGE);
  return success({ ...more, items: page.map((row) => toRecord(call, table, row, form)) });
}

/** The records of a view. Its filter counts only where the request itself has no filter and no order. */
function testOfView(call: Call, base: Base, table: Table, viewId: unknown, others: readonly unknown[]): Test {
  const view = viewId === undefined || viewId === "" ? undefined : findView(table, asText(viewId));
  const counts = view !== undefined && others.every((other) => other === undefined);
  return counts ? viewTest(call, base, table, view) : () => true;
}

function list(call: Call): Answer {
  const { base, table } = findTable(call);
  const { query } = call.input;
  const inView = testOfView(call, base, table, query.view_id, [query.filter, query.sort]);
  const test = query.filter === undefined ? inView : toFormulaFilter(call, base, table, asText(query.filter));
  const sorts = query.sort === undefined ? [] : parseSort(asText(query.sort));
  const rows = sortRows(call, table, [...table.records.values()].filter(test), sorts);
  return answerPage(call, table, rows, {
    text: query.text_field_as_array ? "pieces" : "plain",
    automatic: query.automatic_fields === true,
    names: query.field_names === undefined ? [] : parseFieldNames(asText(query.field_names)),
  });
}

function search(call: Call): Answer {
  const { base, table } = findTable(call);
  const body = call.input.body as { view_id?: string; field_names?: string[]; sort?: Sort[]; filter?: Filter };
  const inView = testOfView(call, base, table, body.view_id, [body.filter, body.sort]);
  const test = body.filter === undefined ? inView : toFilter(call, base, table, body.filter);
  const rows = sortRows(call, table, [...table.records.values()].filter(test), body.sort ?? []);
  const automatic = call.input.body.automatic_fields === true;
  return answerPage(call, table, rows, { text: "pieces", automatic, names: body.field_names ?? [] });
}

const WRITE_NOTES = [
  ...BASE_NOTES,
  ["1254045 for a name that no field has, 1254060 and so on for a value that does not fit", "documentation"],
  ["A name that a select does not know becomes a new option", "documentation"],
  ["`null` empties a cell", "documentation"],
  ["1254303 for a file that was not uploaded to this app", "documentation"],
  ["1254015 for fields that the platform fills, for a location and for a group", "assumption"],
  ["A duplex link is written on both sides", "documentation"],
  ["Formulas are empty", "assumption"],
  ["Texts are answered as they were sent", "assumption"],
  ["At most 20,000 records in a table: 1254103", "documentation"],
] as const;

const BATCH_NOTES = [
  ...WRITE_NOTES,
  ["At most 500 records: 1254104", "documentation"],
  ["One wrong record, and none is written", "assumption"],
] as const;

const READ_NOTES = [
  ...BASE_NOTES,
  ["Empty cells are left out", "observed"],
  ["`shared_url` comes with `with_shared_url`", "documentation"],
  ["1254042 for an unknown view; a view hides no fields", "assumption"],
] as const;

const VIEW_NOTE = [
  "The filter of the view counts only where the request has no filter and no order",
  "documentation",
] as const;

const at = "/:app_token/tables/:table_id/records";

/** Records. Pages: https://open.feishu.cn/document/server-docs/docs/bitable-v1/app-table-record/create */
export const bitableRecord: readonly Route[] = service("bitable/v1/apps", [
  route(`POST ${at}`, idempotent(create), [...WRITE_NOTES, ...TOKEN_NOTES]),
  route(`POST ${at}/batch_create`, idempotent(batchCreate), [...BATCH_NOTES, ...TOKEN_NOTES]),
  route(`PUT ${at}/:record_id`, idempotent(update), WRITE_NOTES),
  route(`POST ${at}/batch_update`, idempotent(batchUpdate), BATCH_NOTES),
  route(`DELETE ${at}/:record_id`, (call) => success(removeRows(call, [asText(call.input.path.record_id)])[0] ?? {}), [
    ...BASE_NOTES,
    ["1254043 for a record that does not exist", "documentation"],
  ]),
  route(
    `POST ${at}/batch_delete`,
    (call) => success({ records: removeRows(call, call.input.body.records as string[]) }),
    [...BASE_NOTES, ["One unknown record, and none is deleted", "assumption"]],
  ),
  route(`GET ${at}/:record_id`, get, READ_NOTES),
  route(`POST ${at}/batch_get`, batchGet, READ_NOTES),
  route(`GET ${at}`, list, [
    ...READ_NOTES,
    VIEW_NOTE,
    [
      "`filter`: comparisons, contains, AND, OR, NOT, &&, and dates by TODAY, TODATE, DATE, YEAR, MONTH, DAY and WEEKDAY",
      "documentation",
    ],
    ["1254018 with the place for any other formula", "assumption"],
  ]),
  route(`POST ${at}/search`, search, [
    ...READ_NOTES,
    VIEW_NOTE,
    ["Texts come as lists of pieces", "documentation"],
    ["A page size above 500 gives 500", "assumption"],
    ["Which operators and values a type of field takes", "documentation"],
    ["1254018 for those it does not take, and for an unknown field", "assumption"],
    ["`is` of several options or persons wants that one and no other", "assumption"],
    ["Dates are days in the app's time zone; TheLastWeek and its kin count today", "assumption"],
    ["Empty cells are sorted to the end", "assumption"],
  ]),
]);
