import type { Call } from "../../gateway/route.ts";
import { asText } from "../../platform/json.ts";
import { type DriveNode, driveOf } from "../drive/state.ts";
import { wikiOf } from "../wiki/state.ts";
import { permissionError } from "./errors.ts";

/** The document that the path names, of the type that the query names; of a wiki node the document that hangs there. */
export function documentAt(call: Call): DriveNode {
  const token = asText(call.input.path.token);
  const { type } = call.input.query;
  const { nodes } = driveOf(call.state);
  const node = type === "wiki" ? nodes.get(wikiOf(call.state).nodes.get(token)?.obj ?? "") : nodes.get(token);
  if (node === undefined || (type !== "wiki" && node.kind !== type)) {
    throw permissionError(1063001, "no document of this token and type");
  }
  if (node.tenantKey !== call.caller.tenantKey) {
    throw permissionError(1063002);
  }
  if (node.isDeleted) {
    throw permissionError(1063005);
  }
  return node;
}
