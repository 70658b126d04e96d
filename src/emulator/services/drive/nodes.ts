import type { Call } from "../../gateway/route.ts";
import { storeFile } from "../../platform/state.ts";
import { mimeTypeOf } from "./mime-types.ts";
import type { DriveNode } from "./state.ts";
import { driveOf } from "./state.ts";

/** Bytes of each part of an upload, the last one excepted: the platform's size today. */
export const BLOCK_BYTES: number = 4 * 1024 * 1024;

/** Who calls, in a word: all steps of an upload have to be the same one's. */
export const identityOf = ({ caller }: Call): string => caller.user?.openId ?? caller.app.app.appId;

/** The open id that owns what the caller makes: a person's, or the bot's. */
export const ownerOf = ({ caller }: Call): string => caller.user?.openId ?? caller.app.app.botOpenId;

/** How the tokens of a kind begin, and where it is shown. */
const KINDS: Readonly<Record<DriveNode["kind"], readonly [prefix: string, path: string]>> = {
  folder: ["fldcn", "drive/folder"],
  file: ["boxcn", "file"],
  media: ["boxcn", "file"],
  sheet: ["shtcn", "sheets"],
  bitable: ["bascn", "base"],
  docx: ["doxcn", "docx"],
};

const newToken = ({ state }: Call, kind: DriveNode["kind"]): string => KINDS[kind][0] + state.ids.hex(kind, 22);

/** The folder above all others: a person's own, or the app's in a company. */
export function rootOf(call: Call): DriveNode {
  const { tenantKey } = call.caller;
  const owner = ownerOf(call);
  for (const node of driveOf(call.state).nodes.values()) {
    if (node.parent === "" && node.owner === owner && node.tenantKey === tenantKey) {
      return node;
    }
  }
  return addNode(call, { kind: "folder", name: "", parent: "" });
}

/** Adds an entry of drive. */
export function addNode(call: Call, given: Pick<DriveNode, "kind" | "name" | "parent">): DriveNode {
  const { state } = call;
  const now = state.now();
  const token = newToken(call, given.kind);
  const owner = ownerOf(call);
  const node: DriveNode = { ...given, token, owner, tenantKey: call.caller.tenantKey, createdAt: now, changedAt: now };
  driveOf(state).nodes.set(token, node);
  return node;
}

/** Keeps a file's bytes. */
export function keepBytes(call: Call, { token, name }: DriveNode, bytes: Uint8Array<ArrayBuffer>): void {
  const contentType = mimeTypeOf(name);
  storeFile(call.state, token, { appId: call.caller.app.app.appId, bytes, name, contentType });
}

/** Where an entry of drive is shown. */
export const urlOf = ({ origin }: Call, { kind, token }: DriveNode): string => {
  const host = origin.replace("//open.", "//");
  return `${host}/${KINDS[kind][1]}/${token}`;
};
