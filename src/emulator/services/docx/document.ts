import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import { addNode, rootOf } from "../drive/nodes.ts";
import type { DriveNode } from "../drive/state.ts";
import { driveOf } from "../drive/state.ts";
import { success } from "../success.ts";
import { PAGE, typeOf } from "./block-types.ts";
import { withDescendants } from "./create.ts";
import { docxError } from "./errors.ts";
import { blockAt, findDocx } from "./find.ts";
import { DOCX_NOTES } from "./notes.ts";
import type { Docx } from "./state.ts";
import { docxOf } from "./state.ts";
import { readText, toTextContent } from "./text.ts";

const DISPLAY = {
  show_authors: true,
  show_create_time: false,
  show_pv: false,
  show_uv: false,
  show_like_count: false,
  show_comment_count: false,
  show_related_matters: false,
};

function folderAt(call: Call, token: unknown): DriveNode {
  if (token === undefined || token === "") {
    return rootOf(call);
  }
  const folder = driveOf(call.state).nodes.get(asText(token));
  const isOurs = folder?.kind === "folder" && !folder.isDeleted && folder.tenantKey === call.caller.tenantKey;
  if (!isOurs) {
    throw docxError(1770039);
  }
  return folder;
}

const toDocument = ({ token, revision }: Docx, { name }: DriveNode): Record<string, unknown> => ({
  document_id: token,
  revision_id: revision,
  title: name,
});

/** Adds an empty document to a folder, or to the wiki where `parent` is empty. */
export function addDocument(
  call: Call,
  { title, parent }: { title: string; parent: string },
): { docx: Docx; node: DriveNode } {
  const node = addNode(call, { kind: "docx", name: title, parent });
  const elements = title === "" ? [] : [{ text_run: { content: title } }];
  const content = toTextContent(call, PAGE, { elements });
  const page = { blockId: node.token, parentId: "", children: [], type: PAGE, content };
  const docx: Docx = { token: node.token, revision: 1, blocks: new Map([[node.token, page]]) };
  docxOf(call.state).documents.set(node.token, docx);
  return { docx, node };
}

function create(call: Call): Answer {
  const { title = "", folder_token } = call.input.body;
  const { docx, node } = addDocument(call, { title: asText(title), parent: folderAt(call, folder_token).token });
  return success({ document: toDocument(docx, node) });
}

function get(call: Call): Answer {
  const { docx, node } = findDocx(call);
  return success({ document: { ...toDocument(docx, node), display_setting: DISPLAY } });
}

function rawContent(call: Call): Answer {
  const { docx } = findDocx(call);
  const texts = withDescendants(docx, blockAt(docx, docx.token)).filter(({ type }) => typeOf(type)?.isText);
  return success({ content: texts.map(({ content }) => `${readText(call, content)}\n`).join("") });
}

/** Documents. Pages: https://open.feishu.cn/document/server-docs/docs/docs/docx-v1/document/create */
export const docxDocument: readonly Route[] = service("docx/v1/documents", [
  route("POST ", create, [
    ["1770039 for a folder that is not the company's", "documentation"],
    ["The first revision is 1", "documentation"],
  ]),
  route("GET /:document_id", get, DOCX_NOTES),
  route("GET /:document_id/raw_content", rawContent, [
    ...DOCX_NOTES,
    ["A line for each text, the title first", "documentation"],
    ["`lang` changes nothing: people have one name", "assumption"],
  ]),
]);
