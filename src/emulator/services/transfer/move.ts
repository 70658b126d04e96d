import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import { driveError } from "../drive/errors.ts";
import { findNode } from "../drive/find.ts";
import { folderAt } from "../drive/folder.ts";
import { type DriveNode, driveOf } from "../drive/state.ts";
import { addTask } from "../drive/tasks.ts";
import { success } from "../success.ts";
import { transferOf } from "./state.ts";

/** A folder cannot be moved into itself. */
function checkPlace(call: Call, node: DriveNode, folder: DriveNode): void {
  const { nodes } = driveOf(call.state);
  for (let at: DriveNode | undefined = folder; at !== undefined; at = nodes.get(at.parent)) {
    if (at === node) {
      throw driveError(1061002);
    }
  }
}

function move(call: Call): Answer {
  const { type, folder_token } = call.input.body;
  const node = findNode(call, asText(call.input.path.file_token));
  if (node.kind === "media" || node.parent === "" || (type !== undefined && node.kind !== type)) {
    throw driveError(1061002);
  }
  const folder = folderAt(call, folder_token);
  checkPlace(call, node, folder);
  node.parent = folder.token;
  return success(node.kind === "folder" ? { task_id: addTask(call) } : {});
}

function check(call: Call): Answer {
  const status = transferOf(call.state).tasks.get(asText(call.input.query.task_id));
  if (status === undefined) {
    throw driveError(1061003);
  }
  return success({ status });
}

/** Moves, and the state of tasks. Page: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/drive-v1/file/move */
export const transferMove: readonly Route[] = service("drive/v1/files", [
  route("POST /:file_token/move", move, [
    ["A task for a folder, and none for a file", "documentation"],
    ["1061002 for another `type` than the file's, and for a folder that is moved into itself", "assumption"],
  ]),
  route("GET task_check", check, [["A task is done at once; 1061003 for an unknown one", "assumption"]]),
]);
