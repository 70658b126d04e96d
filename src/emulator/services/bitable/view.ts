import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import { success } from "../success.ts";
import { touch } from "./change.ts";
import { bitableError } from "./errors.ts";
import { findTable, findView } from "./find.ts";
import { BASE_NOTES } from "./notes.ts";
import { pageOf } from "./page.ts";
import type { Table, View } from "./state.ts";
import { newView } from "./tables.ts";
import { changeProperty } from "./view-filter.ts";

const MAX_VIEWS = 200;
const MAX_PAGE = 100;

const toWire = ({ viewId, name, type, property }: View): Record<string, unknown> => ({
  view_id: viewId,
  view_name: name,
  view_type: type,
  ...(property && { property }),
});

/** The name that was sent, checked beside the other views. */
function nameIn({ views }: Table, sent: unknown, self?: View): string {
  const name = asText(sent).trim();
  if (name === "") {
    throw bitableError(1254021);
  }
  if (/[[\]]/.test(name) || name.length > 100) {
    throw bitableError(1254022);
  }
  if (views.some((view) => view !== self && view.name === name)) {
    throw bitableError(1254020);
  }
  return name;
}

function list(call: Call): Answer {
  const { table } = findTable(call);
  const { page, more } = pageOf(call, table.views, ({ viewId }) => viewId, MAX_PAGE);
  return success({ ...more, items: page.map((view) => ({ ...toWire(view), view_public_level: "Public" })) });
}

function create(call: Call): Answer {
  const { base, table } = findTable(call);
  const { view_name, view_type = "grid" } = call.input.body;
  const name = nameIn(table, view_name);
  if (table.views.length >= MAX_VIEWS) {
    throw bitableError(1254101, `at most ${MAX_VIEWS} views`);
  }
  const view = newView(call, name, asText(view_type));
  table.views.push(view);
  touch(call, base, table);
  return success({ view: toWire(view) });
}

function get(call: Call): Answer {
  const { table } = findTable(call);
  return success({ view: toWire(findView(table, asText(call.input.path.view_id))) });
}

/** Filters and hidden fields of a view; `null` in the body takes them away. */
function patch(call: Call): Answer {
  const { base, table } = findTable(call);
  const view = findView(table, asText(call.input.path.view_id));
  const { view_name } = call.input.body;
  const name = view_name === undefined ? view.name : nameIn(table, view_name, view);
  const { property } = (call.input.sent ?? {}) as { property?: object | null };
  const changed = property && changeProperty(call, base, table, view, property);
  Object.assign(view, { name }, changed && { property: changed });
  touch(call, base, table);
  return success({ view: toWire(view) });
}

function remove(call: Call): Answer {
  const { base, table } = findTable(call);
  const { viewId } = findView(table, asText(call.input.path.view_id));
  if (table.views.length === 1) {
    throw bitableError(1254023);
  }
  table.views = table.views.filter((view) => view.viewId !== viewId);
  touch(call, base, table);
  return success({});
}

const at = "/:app_token/tables/:table_id/views";

/** Views. Pages: https://open.feishu.cn/document/server-docs/docs/bitable-v1/app-table-view/create */
export const bitableView: readonly Route[] = service("bitable/v1/apps", [
  route(`GET ${at}`, list, BASE_NOTES),
  route(`POST ${at}`, create, [
    ...BASE_NOTES,
    ["1254020, 1254021 and 1254022 for a name that is taken, empty or has brackets; at most 200", "documentation"],
  ]),
  route(`GET ${at}/:view_id`, get, [...BASE_NOTES, ["1254042 for a view that does not exist", "documentation"]]),
  route(`PATCH ${at}/:view_id`, patch, [
    ...BASE_NOTES,
    ["1254020, 1254021 and 1254022 for a name that is taken, empty or has brackets", "documentation"],
    ["The conditions of `filter_info` are those of a search, by the id of the field", "documentation"],
    ["`null` takes a part of `property` away", "assumption"],
  ]),
  route(`DELETE ${at}/:view_id`, remove, [...BASE_NOTES, ["1254023 for the last view", "documentation"]]),
]);
