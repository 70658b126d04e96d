import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import { storeFile } from "../../platform/state.ts";
import { bitableOf } from "../bitable/state.ts";
import { copyDocx } from "../docx/copy.ts";
import { driveError } from "../drive/errors.ts";
import { findNode } from "../drive/find.ts";
import { folderAt, toWire } from "../drive/folder.ts";
import { addNode, urlOf } from "../drive/nodes.ts";
import type { DriveNode } from "../drive/state.ts";
import { sheetsOf } from "../sheets/state.ts";
import { success } from "../success.ts";

/** Copies a file or a document with what is in it. */
export function copyNode(call: Call, node: DriveNode, { name, parent }: { name: string; parent: string }): DriveNode {
  const { state } = call;
  const made = addNode(call, { kind: node.kind, name, parent });
  const { token } = made;
  switch (node.kind) {
    case "docx":
      copyDocx(call, { from: node.token, to: token, name });
      break;
    case "sheet": {
      const book = sheetsOf(state).spreadsheets.get(node.token);
      if (book !== undefined) {
        sheetsOf(state).spreadsheets.set(token, { ...structuredClone(book), token });
      }
      break;
    }
    case "bitable": {
      const base = bitableOf(state).bases.get(node.token);
      if (base !== undefined) {
        bitableOf(state).bases.set(token, { ...structuredClone(base), token });
      }
      break;
    }
    default: {
      const file = state.files.get(node.token);
      if (file !== undefined) {
        storeFile(state, token, { ...file, name });
      }
    }
  }
  return made;
}

/** What the older operation copies here; its old documents do not exist. */
const EXPLORER_TYPES: readonly string[] = ["sheet", "bitable", "docx"];

function copy(call: Call): Answer {
  const { name, type, folder_token } = call.input.body;
  const node = findNode(call, asText(call.input.path.file_token));
  if (node.kind === "folder" || node.kind === "media" || node.kind !== type) {
    throw driveError(1061002);
  }
  const made = copyNode(call, node, { name: asText(name), parent: folderAt(call, folder_token).token });
  return success({ file: toWire(call, made) });
}

/** The older operation, with the older names. */
function explorerCopy(call: Call): Answer {
  const { type, dstFolderToken, dstName } = call.input.body;
  const node = findNode(call, asText(call.input.path.fileToken));
  if (!EXPLORER_TYPES.includes(asText(type)) || node.kind !== type) {
    throw driveError(1061002);
  }
  const parent = folderAt(call, dstFolderToken).token;
  const { token } = copyNode(call, node, { name: asText(dstName), parent });
  return success({ folderToken: parent, revision: 0, token, type, url: urlOf(call, { ...node, token }) });
}

/** Copies. Page: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/drive-v1/file/copy */
export const transferCopy: readonly Route[] = service("drive", [
  route("POST v1/files/:file_token/copy", copy, [
    ["1061002 without a `type`, or with another than the file's", "assumption"],
    ["The copy is ready at once; the platform takes its time", "assumption"],
  ]),
  route("POST explorer/v2/file/copy/files/:fileToken", explorerCopy, [
    ["The codes are those of the newer operation", "assumption"],
    ["`revision` is 0", "assumption"],
  ]),
]);
