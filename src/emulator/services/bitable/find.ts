import type { Call } from "../../gateway/route.ts";
import type { DriveNode } from "../drive/state.ts";
import { driveOf } from "../drive/state.ts";
import { bitableError } from "./errors.ts";
import type { Base, Field, Row, Table, View } from "./state.ts";
import { bitableOf } from "./state.ts";

/** The app that the path names, and its entry in drive. */
export function findBase(call: Call): { base: Base; node: DriveNode } {
  const token = call.params.app_token ?? "";
  const base = bitableOf(call.state).bases.get(token);
  const node = driveOf(call.state).nodes.get(token);
  if (base === undefined || node === undefined || node.isDeleted) {
    throw bitableError(1254040);
  }
  if (node.tenantKey !== call.caller.tenantKey) {
    throw bitableError(91403);
  }
  return { base, node };
}

/** The table that the path names, and its app. */
export function findTable(call: Call): { base: Base; table: Table } {
  const { base } = findBase(call);
  const table = base.tables.find(({ tableId }) => tableId === call.params.table_id);
  if (table === undefined) {
    throw bitableError(1254041);
  }
  return { base, table };
}

export function findField({ fields }: Table, fieldId: string): Field {
  const field = fields.find((one) => one.fieldId === fieldId);
  if (field === undefined) {
    throw bitableError(1254044);
  }
  return field;
}

export function findRow({ records }: Table, recordId: string): Row {
  const row = records.get(recordId);
  if (row === undefined) {
    throw bitableError(1254043, recordId);
  }
  return row;
}

export function findView({ views }: Table, viewId: string): View {
  const view = views.find((one) => one.viewId === viewId);
  if (view === undefined) {
    throw bitableError(1254042);
  }
  return view;
}
