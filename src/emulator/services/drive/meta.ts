import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { toAskedId } from "../contact/find.ts";
import { toSeconds } from "../seconds.ts";
import { success } from "../success.ts";
import { documentOf } from "../wiki/find.ts";
import { urlOf } from "./nodes.ts";
import type { DriveNode } from "./state.ts";

interface RequestDoc {
  doc_token: string;
  doc_type: string;
}

/** The file is unknown; the file belongs to another company. */
const NOT_FOUND = 970005;
const NO_PERMISSION = 970003;

function toMeta(call: Call, sent: RequestDoc, node: DriveNode): Record<string, unknown> {
  const owner = toAskedId(call, node.owner);
  return {
    ...sent,
    title: node.name,
    owner_id: owner,
    create_time: toSeconds(node.createdAt),
    latest_modify_user: owner,
    latest_modify_time: toSeconds(node.changedAt),
    url: call.input.body.with_url === true ? urlOf(call, node) : "",
  };
}

function batchQuery(call: Call): Answer {
  const metas: Record<string, unknown>[] = [];
  const failed_list: Record<string, unknown>[] = [];
  for (const sent of call.input.body.request_docs as RequestDoc[]) {
    const node = documentOf(call, sent.doc_token, sent.doc_type);
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
