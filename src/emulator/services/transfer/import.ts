import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import type { StoredFile } from "../../platform/state.ts";
import { addBase } from "../bitable/bases.ts";
import { addRows } from "../bitable/records.ts";
import { addTables } from "../bitable/tables.ts";
import { addDocument } from "../docx/document.ts";
import { addMarkdown } from "../docx/markdown.ts";
import { rootOf, urlOf } from "../drive/nodes.ts";
import { type DriveNode, driveOf } from "../drive/state.ts";
import { write } from "../sheets/cells.ts";
import { addSpreadsheet } from "../sheets/change.ts";
import { success } from "../success.ts";
import { readCsv } from "./csv.ts";
import { notTransferred, transferError } from "./errors.ts";
import { transferOf } from "./state.ts";

const MARKDOWN = ["md", "mark", "markdown", "txt"];

/** What an imported file becomes. */
interface Import {
  text: string;
  name: string;
  parent: string;
}

async function toDocx(call: Call, { text, name, parent }: Import): Promise<DriveNode> {
  const { docx, node } = addDocument(call, { title: name, parent });
  await addMarkdown(call, docx, text);
  return node;
}

function toSheet(call: Call, { text, name, parent }: Import): DriveNode {
  const { node, tab } = addSpreadsheet(call, { title: name, parent });
  const rows = readCsv(text);
  if (rows.some((row) => row.length > 0)) {
    write(call, tab, 0, 0, rows);
  }
  return node;
}

/** The first line holds the names of the fields. */
function toBitable(call: Call, { text, name, parent }: Import): DriveNode {
  const { base, node } = addBase(call, { name, parent });
  const [names = [], ...rows] = readCsv(text);
  const fields = names.map((field_name) => ({ field_name, type: 1 }));
  base.tables = [];
  const [table] = addTables(call, base, [{ name, fields }]);
  if (table !== undefined) {
    const sent = rows.map((row) => Object.fromEntries(row.map((cell, index) => [names[index] ?? "", cell])));
    addRows(call, base, table, sent);
  }
  return node;
}

function makeOf(extension: string, type: string): (call: Call, given: Import) => DriveNode | Promise<DriveNode> {
  if (type === "docx" && MARKDOWN.includes(extension)) {
    return toDocx;
  }
  if (extension === "csv" && (type === "sheet" || type === "bitable")) {
    return type === "sheet" ? toSheet : toBitable;
  }
  throw notTransferred(`import .${extension} as ${type}`);
}

function fileAt(call: Call, token: string, extension: string): { file: StoredFile; node: DriveNode } {
  const node = driveOf(call.state).nodes.get(token);
  const file = call.state.files.get(token);
  if (file === undefined || node === undefined || node.isDeleted || node.tenantKey !== call.caller.tenantKey) {
    throw transferError(1069907);
  }
  if (!node.name.toLowerCase().endsWith(`.${extension.toLowerCase()}`)) {
    throw transferError(1069910);
  }
  return { file, node };
}

function folderOf(call: Call, token: string): DriveNode {
  const folder = token === "" ? rootOf(call) : driveOf(call.state).nodes.get(token);
  if (folder?.kind !== "folder" || folder.isDeleted || folder.tenantKey !== call.caller.tenantKey) {
    throw transferError(1069908);
  }
  return folder;
}

async function create(call: Call): Promise<Answer> {
  const body = call.input.body as Record<"file_extension" | "file_token" | "type" | "file_name", string>;
  const point = call.input.body.point as { mount_key: string };
  const { file_extension: extension, file_token, type } = body;
  const { file, node } = fileAt(call, file_token, extension);
  const { token: parent } = folderOf(call, point.mount_key);
  const name = body.file_name ?? node.name.slice(0, -extension.length - 1);
  const text = new TextDecoder().decode(file.bytes);
  const { token } = await makeOf(extension.toLowerCase(), type)(call, { text, name, parent });
  const ticket = call.state.ids.digits("ticket");
  const { tenantKey } = call.caller;
  transferOf(call.state).tickets.set(ticket, { kind: "import", extension, type, token, tenantKey });
  return success({ ticket });
}

function get(call: Call): Answer {
  const ticket = asText(call.input.path.ticket);
  const made = transferOf(call.state).tickets.get(ticket);
  const node = made && driveOf(call.state).nodes.get(made.token);
  if (made?.kind !== "import" || node === undefined || made.tenantKey !== call.caller.tenantKey) {
    throw transferError(1069904);
  }
  const { type, token } = made;
  const url = urlOf(call, node);
  return success({ result: { ticket, type, job_status: 0, job_error_msg: "success", token, url, extra: [] } });
}

/** Imports. Page: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/drive-v1/import_task/create */
export const transferImport: readonly Route[] = service("drive/v1/import_tasks", [
  route("POST ", create, [
    ["1069907 for an unknown file, 1069910 for another ending, 1069908 for an unknown folder", "documentation"],
    [
      "Markdown and texts become documents, CSV becomes a spreadsheet or a Bitable; others are refused with -1",
      "assumption",
    ],
    ["In a Bitable every field is a text, named by the first line", "assumption"],
    ["The import is done at once; the platform takes its time", "assumption"],
  ]),
  route("GET :ticket", get, [["1069904 for an unknown ticket", "assumption"]]),
]);
