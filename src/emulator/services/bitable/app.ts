import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import { rootOf, urlOf } from "../drive/nodes.ts";
import type { DriveNode } from "../drive/state.ts";
import { driveOf } from "../drive/state.ts";
import { success } from "../success.ts";
import { addBase, DEFAULT_TIME_ZONE, keepBase } from "./bases.ts";
import { touch } from "./change.ts";
import { bitableError } from "./errors.ts";
import { findBase } from "./find.ts";
import { BASE_NOTES } from "./notes.ts";
import type { Base } from "./state.ts";

function checkTimeZone(timeZone: unknown): string {
  if (timeZone === undefined) {
    return DEFAULT_TIME_ZONE;
  }
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: asText(timeZone) }).resolvedOptions().timeZone;
  } catch {
    throw bitableError(1254001, `time_zone ${asText(timeZone)}`);
  }
}

function folderAt(call: Call, token: unknown): DriveNode {
  if (token === undefined || token === "") {
    return rootOf(call);
  }
  const folder = driveOf(call.state).nodes.get(asText(token));
  const isOurs = folder?.kind === "folder" && !folder.isDeleted && folder.tenantKey === call.caller.tenantKey;
  if (!isOurs) {
    throw bitableError(1254702);
  }
  return folder;
}

const toWire = (call: Call, { token, timeZone, revision }: Base, node: DriveNode): Record<string, unknown> => ({
  app_token: token,
  name: node.name,
  revision,
  folder_token: node.parent,
  url: urlOf(call, node),
  time_zone: timeZone,
});

function create(call: Call): Answer {
  const { name = "", time_zone, folder_token } = call.input.body;
  const timeZone = checkTimeZone(time_zone);
  const { token: parent } = folderAt(call, folder_token);
  const { base, node } = addBase(call, { name: asText(name), parent }, timeZone);
  return success({ app: { ...toWire(call, base, node), default_table_id: base.tables[0]?.tableId } });
}

function get(call: Call): Answer {
  const { base, node } = findBase(call);
  const { token: app_token, revision, timeZone: time_zone, isAdvanced: is_advanced } = base;
  const kind = { formula_type: 1, advance_version: "v1" };
  return success({ app: { app_token, name: node.name, revision, is_advanced, time_zone, ...kind } });
}

function update(call: Call): Answer {
  const { base, node } = findBase(call);
  const { name = node.name, is_advanced = base.isAdvanced } = call.input.body;
  node.name = asText(name);
  base.isAdvanced = is_advanced === true;
  touch(call, base);
  const { token: app_token, timeZone: time_zone } = base;
  return success({ app: { app_token, name, is_advanced: base.isAdvanced, time_zone } });
}

function copy(call: Call): Answer {
  const { base, node } = findBase(call);
  const { name, time_zone, without_content, folder_token } = call.input.body;
  const timeZone = time_zone === undefined ? base.timeZone : checkTimeZone(time_zone);
  const { tables, isAdvanced } = structuredClone(base);
  if (without_content === true) {
    for (const table of tables) {
      table.records.clear();
    }
  }
  const title = name === undefined || name === "" ? node.name : asText(name);
  const { token: parent } = folderAt(call, folder_token);
  const made = keepBase(call, { name: title, parent }, { revision: 1, timeZone, isAdvanced, tables });
  return success({ app: toWire(call, made.base, made.node) });
}

/** Apps. Pages: https://open.feishu.cn/document/server-docs/docs/bitable-v1/app/create */
export const bitableApp: readonly Route[] = service("bitable/v1/apps", [
  route("POST ", create, [
    ["It has one table, whose records are empty", "observed"],
    ["That table's name, its four fields and its ten records", "assumption"],
    ["1254702 for a folder that is not the company's", "assumption"],
    ["`source_app_token` and the other queries change nothing", "assumption"],
  ]),
  route("GET /:app_token", get, [
    ...BASE_NOTES,
    ["`formula_type` is 1 and `advance_version` v1, as in the page's example", "assumption"],
  ]),
  route("PUT /:app_token", update, [...BASE_NOTES, ["Advanced permissions change nothing else", "assumption"]]),
  route("POST /:app_token/copy", copy, [
    ...BASE_NOTES,
    ["The copy is ready at once; the platform takes its time", "assumption"],
    ["Ids of tables, fields and records stay the same", "assumption"],
    ["Without a name that of the original", "assumption"],
  ]),
]);
