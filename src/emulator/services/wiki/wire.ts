import type { Call } from "../../gateway/route.ts";
import { urlOf } from "../drive/nodes.ts";
import { driveOf } from "../drive/state.ts";
import { toSeconds } from "../seconds.ts";
import { wikiError } from "./errors.ts";
import { type Space, type WikiNode, wikiOf } from "./state.ts";

/** Where a node is shown. */
const wikiUrlOf = ({ origin }: Call, { token }: WikiNode): string => `${origin.replace("//open.", "//")}/wiki/${token}`;

/** A node as the API returns it. */
export function toWikiNode(call: Call, node: WikiNode): Record<string, unknown> {
  const { nodes } = wikiOf(call.state);
  const document = driveOf(call.state).nodes.get(node.obj);
  if (document === undefined) {
    throw wikiError(131005, "document not found");
  }
  const origin = node.origin === undefined ? node : nodes.get(node.origin);
  return {
    space_id: node.spaceId,
    node_token: node.token,
    obj_token: node.obj,
    obj_type: document.kind,
    parent_node_token: node.parent,
    node_type: node.origin === undefined ? "origin" : "shortcut",
    origin_node_token: origin?.token ?? "",
    origin_space_id: origin?.spaceId ?? "",
    has_child: [...nodes.values()].some(({ parent }) => parent === node.token),
    title: document.name,
    obj_create_time: toSeconds(document.createdAt),
    obj_edit_time: toSeconds(document.changedAt),
    node_create_time: toSeconds(node.createdAt),
    creator: document.owner,
    owner: document.owner,
    node_creator: node.creator,
    url: node.origin === undefined ? wikiUrlOf(call, node) : urlOf(call, document),
  };
}

/** A space as the API returns it. */
export const toSpace = ({ spaceId, name, description, openSharing }: Space): Record<string, unknown> => ({
  name,
  description,
  space_id: spaceId,
  space_type: "team",
  visibility: "private",
  open_sharing: openSharing,
});
