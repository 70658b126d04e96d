import type { Call } from "../../gateway/route.ts";
import { asText } from "../../platform/json.ts";
import type { DriveNode } from "../drive/state.ts";
import { documentOf } from "../wiki/find.ts";
import { permissionError } from "./errors.ts";

/** The document that the path names, of the type that the query names; of a wiki node the document that hangs there. */
export function documentAt(call: Call): DriveNode {
  const token = asText(call.input.path.token);
  const node = documentOf(call, token, call.input.query.type);
  if (node === undefined) {
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
