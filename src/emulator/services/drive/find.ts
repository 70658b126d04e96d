import type { Call } from "../../gateway/route.ts";
import { driveError } from "./errors.ts";
import type { DriveNode } from "./state.ts";
import { driveOf } from "./state.ts";

/** A folder or file of the caller's company. */
export function findNode(call: Call, token: string, kind?: DriveNode["kind"]): DriveNode {
  const node = driveOf(call.state).nodes.get(token);
  if (node === undefined || (kind !== undefined && node.kind !== kind)) {
    throw driveError(1061003);
  }
  if (node.tenantKey !== call.caller.tenantKey) {
    throw driveError(1061004);
  }
  if (node.isDeleted) {
    throw driveError(1061007);
  }
  return node;
}
