import type { Call } from "../../gateway/route.ts";
import type { DriveNode } from "../drive/state.ts";
import { driveOf } from "../drive/state.ts";
import { docxError } from "./errors.ts";
import type { Block, Docx } from "./state.ts";
import { docxOf } from "./state.ts";

/** The document that the path names, and its entry in drive. */
export function findDocx(call: Call): { docx: Docx; node: DriveNode } {
  const token = call.params.document_id ?? "";
  const docx = docxOf(call.state).documents.get(token);
  const node = driveOf(call.state).nodes.get(token);
  if (docx === undefined || node === undefined) {
    throw docxError(1770002);
  }
  if (node.tenantKey !== call.caller.tenantKey) {
    throw docxError(1770032);
  }
  if (node.isDeleted) {
    throw docxError(1770003);
  }
  return { docx, node };
}

/** The block that the path names, and its document. */
export function findBlock(call: Call): { docx: Docx; block: Block } {
  const { docx } = findDocx(call);
  return { docx, block: blockAt(docx, call.params.block_id ?? "") };
}

export function blockAt(docx: Docx, blockId: string): Block {
  const block = docx.blocks.get(blockId);
  if (block === undefined) {
    throw docxError(1770002, `block ${blockId}`);
  }
  return block;
}
