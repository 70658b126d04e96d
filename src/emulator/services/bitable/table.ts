import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import { success } from "../success.ts";
import { touch } from "./change.ts";
import { bitableError } from "./errors.ts";
import { findBase, findTable } from "./find.ts";
import { BASE_NOTES } from "./notes.ts";
import { pageOf } from "./page.ts";
import { addTables, checkTableName, removeTables, type SentTable } from "./tables.ts";

const MAX_PAGE = 100;

function create(call: Call): Answer {
  const { base } = findBase(call);
  const sent = (call.input.body.table ?? {}) as SentTable;
  const [table] = addTables(call, base, [sent]);
  touch(call, base);
  const { default_view_name, fields } = sent;
  return success({
    table_id: table?.tableId,
    ...((default_view_name ?? fields) && { default_view_id: table?.views[0]?.viewId }),
    ...(fields && { field_id_list: table?.fields.map(({ fieldId }) => fieldId) }),
  });
}

function batchCreate(call: Call): Answer {
  const { base } = findBase(call);
  const tables = addTables(call, base, (call.input.body.tables ?? []) as SentTable[]);
  touch(call, base);
  return success({ table_ids: tables.map(({ tableId }) => tableId) });
}

function list(call: Call): Answer {
  const { base } = findBase(call);
  const { page, more } = pageOf(call, base.tables, ({ tableId }) => tableId, MAX_PAGE);
  return success({
    ...more,
    items: page.map(({ tableId: table_id, revision, name }) => ({ table_id, revision, name })),
  });
}

function patch(call: Call): Answer {
  const { base, table } = findTable(call);
  const { name = table.name } = call.input.body;
  checkTableName(base, asText(name), table);
  table.name = asText(name);
  touch(call, base, table);
  return success({ name });
}

function remove(call: Call, ids: readonly string[]): Answer {
  const { base } = findBase(call);
  if (ids.length === 0) {
    throw bitableError(1254001, "table_ids are empty");
  }
  removeTables(base, ids);
  touch(call, base);
  return success({});
}

const MAKE_NOTES = [
  ...BASE_NOTES,
  ["Without fields it has a text as its primary field; without a view's name `表格`", "documentation"],
  ["1254012 for a type that cannot be a primary field, 1254013 and 1254014 for a name that is taken", "documentation"],
  ["At most 100 tables (1254100) and 300 fields (1254105)", "documentation"],
] as const;

const at = "/:app_token/tables";

/** Tables. Pages: https://open.feishu.cn/document/server-docs/docs/bitable-v1/app-table/create */
export const bitableTable: readonly Route[] = service("bitable/v1/apps", [
  route(`POST ${at}`, create, MAKE_NOTES),
  route(`POST ${at}/batch_create`, batchCreate, [...MAKE_NOTES, ["One wrong table, and none is made", "assumption"]]),
  route(`GET ${at}`, list, BASE_NOTES),
  route(`PATCH ${at}/:table_id`, patch, BASE_NOTES),
  route(`DELETE ${at}/:table_id`, (call) => remove(call, [asText(call.input.path.table_id)]), [
    ...BASE_NOTES,
    ["1254034 with HTTP 403 for the last table", "documentation"],
  ]),
  route(`POST ${at}/batch_delete`, (call) => remove(call, (call.input.body.table_ids ?? []) as string[]), [
    ...BASE_NOTES,
    ["One unknown table, and none is deleted", "assumption"],
  ]),
]);
