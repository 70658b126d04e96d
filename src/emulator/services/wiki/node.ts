import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asNumber, asText } from "../../platform/json.ts";
import { addBase } from "../bitable/bases.ts";
import { addDocument } from "../docx/document.ts";
import { renameDocument } from "../docx/rename.ts";
import { addNode, ownerOf } from "../drive/nodes.ts";
import { type DriveNode, driveOf } from "../drive/state.ts";
import { pageFields, takePage } from "../page.ts";
import { addSpreadsheet } from "../sheets/change.ts";
import { success } from "../success.ts";
import { copyNode } from "../transfer/copy.ts";
import { notTransferred } from "../transfer/errors.ts";
import { wikiError } from "./errors.ts";
import { findSpace, findWikiNode, nodeOfDocument } from "./find.ts";
import { type Space, type WikiNode, wikiOf } from "./state.ts";
import { toWikiNode } from "./wire.ts";

const PAGE_SIZE = 20;

function hang(call: Call, space: Space, given: Pick<WikiNode, "parent" | "obj" | "origin">): WikiNode {
  const { state } = call;
  const token = `wikcn${state.ids.hex("wiki", 22)}`;
  const node: WikiNode = { ...given, token, spaceId: space.spaceId, creator: ownerOf(call), createdAt: state.now() };
  wikiOf(state).nodes.set(token, node);
  return node;
}

/** Token of the node above; `""` at the top of the space. */
const parentOf = (call: Call, space: Space, token: unknown): string =>
  token === undefined || token === "" ? "" : findWikiNode(call, token, space).token;

function documentAt({ state }: Call, { obj }: WikiNode): DriveNode {
  const node = driveOf(state).nodes.get(obj);
  if (node === undefined || node.isDeleted) {
    throw wikiError(131005, "document not found");
  }
  return node;
}

/** Makes the document of a new node; it lies in no folder. */
function makeDocument(call: Call, type: string, title: string): DriveNode {
  const parent = "wiki";
  switch (type) {
    case "docx":
      return addDocument(call, { title, parent }).node;
    case "sheet":
      return addSpreadsheet(call, { title, parent }).node;
    case "bitable":
      return addBase(call, { name: title, parent }).node;
    case "doc":
      throw wikiError(131010);
    case "file":
      return addNode(call, { kind: "file", name: title, parent });
    default:
      throw notTransferred(`make wiki nodes of type ${type}`);
  }
}

function create(call: Call): Answer {
  const space = findSpace(call);
  const { obj_type, node_type, origin_node_token, parent_node_token, title = "" } = call.input.body;
  const parent = parentOf(call, space, parent_node_token);
  if (node_type === "shortcut") {
    const origin = findWikiNode(call, origin_node_token);
    return success({ node: toWikiNode(call, hang(call, space, { parent, obj: origin.obj, origin: origin.token })) });
  }
  const { token: obj } = makeDocument(call, asText(obj_type), asText(title));
  return success({ node: toWikiNode(call, hang(call, space, { parent, obj })) });
}

function getNode(call: Call): Answer {
  const { token, obj_type = "wiki" } = call.input.query;
  if (obj_type === "wiki") {
    return success({ node: toWikiNode(call, findWikiNode(call, token)) });
  }
  const document = driveOf(call.state).nodes.get(asText(token));
  if (document === undefined || document.kind !== obj_type) {
    throw wikiError(131005, "document not found");
  }
  const node = nodeOfDocument(call, document.token);
  if (node === undefined) {
    throw wikiError(131005, "document is not in wiki");
  }
  return success({ node: toWikiNode(call, findWikiNode(call, node.token)) });
}

function list(call: Call): Answer {
  const space = findSpace(call);
  const { page_size = PAGE_SIZE, page_token, parent_node_token } = call.input.query;
  const above = parentOf(call, space, parent_node_token);
  const nodes = [...wikiOf(call.state).nodes.values()].filter(
    ({ spaceId, parent }) => spaceId === space.spaceId && parent === above,
  );
  const { page, next } = takePage(nodes, {
    keyOf: ({ token }) => token,
    size: Math.max(1, asNumber(page_size)),
    token: page_token,
    invalidToken: () => wikiError(131002, "page_token"),
  });
  return success({ items: page.map((node) => toWikiNode(call, node)), ...pageFields(next) });
}

/** The space and the node above that a move or a copy names; without them where the node is. */
function targetOf(call: Call, node: WikiNode): { space: Space; parent: string } {
  const { target_space_id, target_parent_token } = call.input.body;
  if (target_space_id === undefined && target_parent_token === undefined) {
    throw wikiError(131002, "target_parent_token or target_space_id is required");
  }
  if (target_parent_token === undefined) {
    return { space: findSpace(call, target_space_id), parent: "" };
  }
  const parent = findWikiNode(call, target_parent_token);
  const space = findSpace(call, target_space_id ?? parent.spaceId);
  if (parent.spaceId !== space.spaceId) {
    throw wikiError(131002, "target_parent_token is of another space");
  }
  for (let at: WikiNode | undefined = parent; at !== undefined; at = wikiOf(call.state).nodes.get(at.parent)) {
    if (at === node) {
      throw wikiError(131002, "a node cannot be inside itself");
    }
  }
  return { space, parent: parent.token };
}

function move(call: Call): Answer {
  const node = findWikiNode(call, call.input.path.node_token, findSpace(call));
  const { space, parent } = targetOf(call, node);
  const { nodes } = wikiOf(call.state);
  node.parent = parent;
  const moved = [node];
  for (const one of moved) {
    one.spaceId = space.spaceId;
    moved.push(...[...nodes.values()].filter((child) => child.parent === one.token));
  }
  return success({ node: toWikiNode(call, node) });
}

function copy(call: Call): Answer {
  const node = findWikiNode(call, call.input.path.node_token, findSpace(call));
  const { space, parent } = targetOf(call, { ...node, token: "" });
  const document = documentAt(call, node);
  const { title } = call.input.body;
  const name = title === undefined || title === "" ? document.name : asText(title);
  const { token: obj } = copyNode(call, document, { name, parent: "wiki" });
  return success({ node: toWikiNode(call, hang(call, space, { parent, obj })) });
}

function updateTitle(call: Call): Answer {
  const node = findWikiNode(call, call.input.path.node_token, findSpace(call));
  renameDocument(call, documentAt(call, node), asText(call.input.body.title));
  return success();
}

/** A document of drive becomes a node; the one that is a node already stays it. */
function moveDocs(call: Call): Answer {
  const space = findSpace(call);
  const { parent_wiki_token, obj_type, obj_token } = call.input.body;
  const document = driveOf(call.state).nodes.get(asText(obj_token));
  const isOurs = document?.kind === obj_type && !document?.isDeleted && document?.tenantKey === call.caller.tenantKey;
  if (document === undefined || !isOurs) {
    throw wikiError(131005, "document not found");
  }
  const known = nodeOfDocument(call, document.token);
  const parent = parentOf(call, space, parent_wiki_token);
  document.parent = "wiki";
  return success({ wiki_token: (known ?? hang(call, space, { parent, obj: document.token })).token });
}

const FOUND = ["131005 for an unknown node, 131006 for another company's", "documentation"] as const;

/** Nodes. Page: https://open.feishu.cn/document/server-docs/docs/wiki-v2/space-node/create */
export const wikiNode: readonly Route[] = service("wiki/v2/spaces", [
  route("GET get_node", getNode, [FOUND, ["`creator` and `owner` are open ids", "documentation"]]),
  route("POST /:space_id/nodes", create, [
    FOUND,
    ["131010 for an old document", "documentation"],
    ["Mind notes and slides are refused with -1; a file is empty", "assumption"],
  ]),
  route("GET /:space_id/nodes", list, [FOUND]),
  route("POST /:space_id/nodes/:node_token/move", move, [
    FOUND,
    ["With its children", "assumption"],
    ["131002 without a target, and for a node that is moved into itself", "assumption"],
  ]),
  route("POST /:space_id/nodes/:node_token/copy", copy, [FOUND, ["Without its children", "assumption"]]),
  route("POST /:space_id/nodes/:node_token/update_title", updateTitle, [FOUND]),
  route("POST /:space_id/nodes/move_docs_to_wiki", moveDocs, [
    FOUND,
    ["The move is done at once; the platform takes its time", "assumption"],
  ]),
]);
