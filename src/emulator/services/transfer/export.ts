import { disposition } from "../../gateway/disposition.ts";
import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import { storeFile } from "../../platform/state.ts";
import { plainOf } from "../bitable/read-value.ts";
import { bitableOf } from "../bitable/state.ts";
import { type DriveNode, driveOf } from "../drive/state.ts";
import { toText } from "../sheets/cells.ts";
import { sheetsOf } from "../sheets/state.ts";
import { success } from "../success.ts";
import { writeCsv } from "./csv.ts";
import { notTransferred, transferError } from "./errors.ts";
import { type Ticket, transferOf } from "./state.ts";

/** The cells of a sheet or a table as texts. */
function rowsOf(call: Call, { kind, token }: DriveNode, subId: string): string[][] {
  if (kind === "sheet") {
    const sheet = sheetsOf(call.state)
      .spreadsheets.get(token)
      ?.sheets.find(({ sheetId }) => sheetId === subId);
    if (sheet === undefined) {
      throw transferError(1069904);
    }
    return sheet.rows.map((row) => row.map(toText));
  }
  const table = bitableOf(call.state)
    .bases.get(token)
    ?.tables.find(({ tableId }) => tableId === subId);
  if (table === undefined) {
    throw transferError(1069904);
  }
  const rows = [...table.records.values()].map((row) =>
    table.fields.map((field) => [plainOf(call, field, row) ?? ""].flat().join(",")),
  );
  return [table.fields.map(({ name }) => name), ...rows];
}

function create(call: Call): Answer {
  const body = call.input.body as Record<"file_extension" | "token" | "type" | "sub_id", string>;
  const { file_extension: extension, token, type, sub_id = "" } = body;
  const node = driveOf(call.state).nodes.get(token);
  if (node === undefined || node.isDeleted || node.kind !== type || node.tenantKey !== call.caller.tenantKey) {
    throw transferError(1069914);
  }
  if (extension !== "csv" || (type !== "sheet" && type !== "bitable")) {
    throw notTransferred(`export ${type} as .${extension}`);
  }
  const { ids } = call.state;
  const fileToken = `boxcn${ids.hex("export", 22)}`;
  const bytes = new TextEncoder().encode(writeCsv(rowsOf(call, node, sub_id)));
  const { appId } = call.caller.app.app;
  storeFile(call.state, fileToken, { appId, bytes, name: node.name, contentType: "text/csv" });
  const ticket = ids.digits("ticket");
  const { tenantKey } = call.caller;
  transferOf(call.state).tickets.set(ticket, { kind: "export", extension, type, token: fileToken, tenantKey });
  return success({ ticket });
}

function ticketOf(call: Call, is: (ticket: Ticket, id: string) => boolean): Ticket {
  for (const [id, ticket] of transferOf(call.state).tickets) {
    if (ticket.kind === "export" && ticket.tenantKey === call.caller.tenantKey && is(ticket, id)) {
      return ticket;
    }
  }
  throw transferError(1069914);
}

function get(call: Call): Answer {
  const { extension, type, token } = ticketOf(call, (_, id) => id === call.input.path.ticket);
  const file = call.state.files.get(token);
  return success({
    result: {
      file_extension: extension,
      type,
      file_name: file?.name ?? "",
      file_token: token,
      file_size: file?.bytes.length ?? 0,
      job_error_msg: "success",
      job_status: 0,
    },
  });
}

function download(call: Call): Answer {
  const token = asText(call.input.path.file_token);
  const { extension } = ticketOf(call, (ticket) => ticket.token === token);
  const file = call.state.files.get(token);
  if (file === undefined) {
    throw transferError(1069914);
  }
  const { bytes, contentType, name } = file;
  const headers = { "content-type": contentType, "content-disposition": disposition(`${name}.${extension}`) };
  return { bytes, headers };
}

/** Exports. Page: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/drive-v1/export_task/create */
export const transferExport: readonly Route[] = service("drive/v1/export_tasks", [
  route("POST ", create, [
    ["1069914 for an unknown document, 1069904 without the `sub_id` of a sheet or a table", "documentation"],
    ["Sheets and Bitable tables become CSV; others are refused with -1", "assumption"],
    ["The export is done at once; the platform takes its time", "assumption"],
  ]),
  route("GET :ticket", get, [["1069914 for an unknown ticket", "assumption"]]),
  route("GET file/:file_token/download", download, [["1069914 for an unknown file", "assumption"]]),
]);
