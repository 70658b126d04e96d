import type { Call } from "../../gateway/route.ts";
import { asText } from "../../platform/json.ts";
import { type DriveNode, driveOf } from "../drive/state.ts";
import { wikiError } from "./errors.ts";
import { type Space, type WikiNode, wikiOf } from "./state.ts";

/** A space of the caller's company. */
export function findSpace(call: Call, spaceId: unknown = call.input.path.space_id): Space {
  const space = wikiOf(call.state).spaces.get(asText(spaceId));
  if (space === undefined) {
    throw wikiError(131005, "space not found");
  }
  if (space.tenantKey !== call.caller.tenantKey) {
    throw wikiError(131006, "wiki space permission denied");
  }
  return space;
}

/** The node at which a document hangs; shortcuts to it are not it. */
export const nodeOfDocument = ({ state }: Call, document: string): WikiNode | undefined =>
  [...wikiOf(state).nodes.values()].find(({ obj, origin }) => obj === document && origin === undefined);

/** The document of a token and a type; of a wiki node the one that hangs there. */
export function documentOf({ state }: Call, token: string, type: unknown): DriveNode | undefined {
  const { nodes } = driveOf(state);
  if (type === "wiki") {
    return nodes.get(wikiOf(state).nodes.get(token)?.obj ?? "");
  }
  const node = nodes.get(token);
  return node?.kind === type ? node : undefined;
}

/** A node of the caller's company; with `space` one of that space. */
export function findWikiNode(call: Call, token: unknown, space?: Space): WikiNode {
  const node = wikiOf(call.state).nodes.get(asText(token));
  if (node === undefined || (space !== undefined && node.spaceId !== space.spaceId)) {
    throw wikiError(131005, "node not found");
  }
  findSpace(call, node.spaceId);
  return node;
}
