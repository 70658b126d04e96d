import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { toAskedId } from "../contact/find.ts";
import { success } from "../success.ts";
import { wikiOf } from "../wiki/state.ts";
import { urlOf } from "./nodes.ts";
import { type DriveNode, driveOf } from "./state.ts";

interface RequestDoc {
  doc_token: string;
  doc_type: string;
}

/** The file is unknown; the file belongs to another company. */
const NOT_FOUND = 970005;
const NO_PERMISSION = 970003;

/** The document of a token; of a wiki node the one that hangs there. */
function nodeOf({ state }: Call, { doc_token, doc_type }: RequestDoc): DriveNode | undefined {
  const { nodes } = driveOf(state);
  if (doc_type === "wiki") {
    return nodes.get(wikiOf(state).nodes.get(doc_token)?.obj ?? "");
  }
  const node = nodes.get(doc_token);
  return node?.kind === doc_type ? node : undefined;
}

function toMeta(call: Call, sent: RequestDoc, node: DriveNode): Record<string, unknown> {
  const owner = toAskedId(call, node.owner);
  return {
    ...sent,
    title: node.name,
    owner_id: owner,
    create_time: String(Math.floor(node.createdAt / 1000)),
    latest_modify_user: owner,
    latest_modify_time: String(Math.floor(node.changedAt / 1000)),
    url: call.input.body.with_url === true ? urlOf(call, node) : "",
  };
}

function batchQuery(call: Call): Answer {
  const metas: Record<string, unknown>[] = [];
  const failed_list: Record<string, unknown>[] = [];
  for (const sent of call.input.body.request_docs as RequestDoc[]) {
    const node = nodeOf(call, sent);
    if (node === undefined || node.isDeleted) {
      failed_list.push({ token: sent.doc_token, code: NOT_FOUND });
    } else if (node.tenantKey !== call.caller.tenantKey) {
      failed_list.push({ token: sent.doc_token, code: NO_PERMISSION });
    } else {
      metas.push(toMeta(call, sent, node));
    }
  }
  return success({ metas, ...(failed_list.length === 0 ? {} : { failed_list }) });
}

/** Names and owners of documents. Page: https://open.feishu.cn/document/server-docs/docs/drive-v1/file/batch_query */
export const driveMeta: readonly Route[] = service("drive/v1", [
  route("POST metas/batch_query", batchQuery, [
    ["970005 for an unknown or a deleted file, 970003 for another company's", "documentation"],
    ["The owner changed it last", "assumption"],
    ["Without `with_url` the link is an empty text", "assumption"],
  ]),
]);
