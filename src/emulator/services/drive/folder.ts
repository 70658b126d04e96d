import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asNumber, asText } from "../../platform/json.ts";
import { toAskedId } from "../contact/find.ts";
import { takePage } from "../page.ts";
import { toSeconds } from "../seconds.ts";
import { success } from "../success.ts";
import { driveError } from "./errors.ts";
import { findNode } from "./find.ts";
import { addNode, rootOf, urlOf } from "./nodes.ts";
import type { DriveNode } from "./state.ts";
import { driveOf } from "./state.ts";
import { addTask } from "./tasks.ts";

const DEFAULT_PAGE_SIZE = 100;

/** A folder by its token; without one, the caller's root. */
export const folderAt = (call: Call, token: unknown): DriveNode =>
  token === undefined || token === "" ? rootOf(call) : findNode(call, asText(token), "folder");

function createFolder(call: Call): Answer {
  const { name, folder_token } = call.input.body;
  if (name === "") {
    throw driveError(1061002);
  }
  const parent = folderAt(call, folder_token);
  const node = addNode(call, { kind: "folder", name: asText(name), parent: parent.token });
  return success({ token: node.token, url: urlOf(call, node) });
}

const inside = ({ state }: Call, { token }: DriveNode): DriveNode[] =>
  [...driveOf(state).nodes.values()].filter(
    ({ parent, isDeleted, kind }) => parent === token && !isDeleted && kind !== "media",
  );

/** An entry of drive as the API returns it. */
export function toWire(call: Call, node: DriveNode): Record<string, unknown> {
  return {
    token: node.token,
    name: node.name,
    type: node.kind,
    parent_token: node.parent,
    url: urlOf(call, node),
    created_time: toSeconds(node.createdAt),
    modified_time: toSeconds(node.changedAt),
    owner_id: toAskedId(call, node.owner),
  };
}

function list(call: Call): Answer {
  const { query } = call.input;
  const folder = folderAt(call, query.folder_token);
  const timeOf = query.order_by === "CreatedTime" ? "createdAt" : "changedAt";
  const sign = query.direction === "ASC" ? 1 : -1;
  // What has the same time stays in the order it was made, or in the opposite one.
  const nodes = inside(call, folder).map((node, index) => ({ node, index }));
  nodes.sort((a, b) => sign * (a.node[timeOf] - b.node[timeOf] || a.index - b.index));
  const size = asNumber(query.page_size ?? DEFAULT_PAGE_SIZE);
  if (size < 1) {
    throw driveError(1061002);
  }
  const { page, next } = takePage(nodes, {
    keyOf: ({ node }) => node.token,
    size,
    token: query.page_token,
    invalidToken: () => driveError(1061002),
  });
  return success({
    files: page.map(({ node }) => toWire(call, node)),
    has_more: next !== undefined,
    next_page_token: next ?? "",
  });
}

function remove(call: Call): Answer {
  const node = findNode(call, asText(call.input.path.file_token));
  if (node.kind !== call.input.query.type) {
    throw driveError(1061003);
  }
  if (node.parent === "") {
    throw driveError(1061004);
  }
  const all = [node];
  for (const one of all) {
    one.isDeleted = true;
    all.push(...inside(call, one));
    call.state.files.delete(one.token);
  }
  return success(node.kind === "folder" ? { task_id: addTask(call) } : {});
}

function rootMeta(call: Call): Answer {
  const { token, owner } = rootOf(call);
  return success({ token, id: token.slice(5), user_id: owner });
}

/** Folders. Page: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/drive-v1/file/list */
export const driveFolder: readonly Route[] = service("drive", [
  route("POST v1/files/create_folder", createFolder, [
    ["No depth and no number of entries is too large", "assumption"],
  ]),
  route("GET v1/files", list, [
    ["Without a folder, that of the app or the person", "documentation"],
    ["The root, too, comes in pages; a token is good for any order", "assumption"],
    ["`next_page_token` is an empty text on the last page", "observed"],
  ]),
  route("DELETE v1/files/:file_token", remove, [
    ["A folder goes with all that is in it, at once; the platform takes its time", "assumption"],
    ["1061003 when it is of another type", "assumption"],
  ]),
  route("GET explorer/v2/root_folder/meta", rootMeta, [["Each person and each app has a separate root", "assumption"]]),
]);
