import { PlatformError } from "../../gateway/errors.ts";
import type { Call, Handle, Note } from "../../gateway/route.ts";
import type { DriveNode } from "../drive/state.ts";
import { driveOf } from "../drive/state.ts";
import { answerOnce } from "../once.ts";
import { success } from "../success.ts";
import { typeOf } from "./block-types.ts";
import type { Block, Docx } from "./state.ts";
import { docxOf } from "./state.ts";

/** The platform's words for its codes, and the HTTP status with which they come. */
const ERRORS = {
  1770001: ["invalid param", 400],
  1770002: ["not found", 404],
  1770003: ["resource deleted", 400],
  1770013: ["relation mismatch", 400],
  1770019: ["repeated blockID in document", 400],
  1770021: ["too old document", 400],
  1770022: ["invalid page token", 400],
  1770024: ["invalid operation", 400],
  1770025: ["operation and block not match", 400],
  1770026: ["row operation over range", 400],
  1770027: ["column operation over range", 400],
  1770028: ["block not support create children", 400],
  1770029: ["block not support to create", 400],
  1770030: ["invalid parent children relation", 400],
  1770031: ["block not support to delete children", 400],
  1770032: ["forbidden", 403],
  1770039: ["folder not found", 400],
} as const;

/** A refusal; `detail` says what is wrong in particular. */
export function docxError(code: keyof typeof ERRORS, detail?: string): PlatformError {
  const [message, status] = ERRORS[code];
  return new PlatformError(code, detail === undefined ? message : `${message}: ${detail}`, { status });
}

/** Most revisions that an edit may be behind. */
const MAX_AGE = 1000;

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

/** Which revision is asked for: only the newest can be read, an edit may be behind. */
export function checkRevision(call: Call, { revision }: Docx, isEdit: boolean): void {
  const asked = Number(call.input.query.document_revision_id ?? -1);
  if (asked === -1 || asked === revision) {
    return;
  }
  if (asked < 1 || asked > revision) {
    throw docxError(1770001, `document_revision_id ${asked}`);
  }
  if (!isEdit || revision - asked > MAX_AGE) {
    throw docxError(1770021, `the newest is ${revision}`);
  }
}

/** Made up for a request that has none: the answer tells it. */
function newClientToken({ state }: Call): string {
  const hex = state.ids.hex("client-token", 30);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-8${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
}

/** Runs an edit, counts it, and adds what every edit answers; once for each `client_token`. */
export function edit(change: (call: Call, docx: Docx) => Record<string, unknown>): Handle<Call> {
  return (call) =>
    answerOnce(
      call,
      () => {
        const { docx, node } = findDocx(call);
        checkRevision(call, docx, true);
        const before = { blocks: structuredClone(docx.blocks), name: node.name };
        let data: Record<string, unknown>;
        try {
          data = change(call, docx);
        } catch (error) {
          docx.blocks = before.blocks;
          node.name = before.name;
          throw error;
        }
        docx.revision += 1;
        node.changedAt = call.state.now();
        const client_token = call.input.query.client_token ?? newClientToken(call);
        return success({ ...data, document_revision_id: docx.revision, client_token });
      },
      () => docxError(1770001, "another request had this client_token"),
    );
}

/** A block as the API returns it. */
export function toWire({ blockId, parentId, children, type, content }: Block): Record<string, unknown> {
  return {
    block_id: blockId,
    parent_id: parentId,
    block_type: type,
    ...(children.length > 0 && { children: [...children] }),
    [typeOf(type)?.name ?? "undefined"]: structuredClone(content),
  };
}

export const DOCX_NOTES = [
  ["1770002, 1770032 and 1770003 for a document that nobody has, another company's and a deleted one", "documentation"],
  ["Within a company everybody may read and write every document", "assumption"],
  ["Only the newest revision can be read: 1770021 for older ones, 1770001 for later ones", "assumption"],
] as const;

export const EDIT_NOTES: readonly Note[] = [
  ...DOCX_NOTES,
  ["An edit of an older revision is done on the newest; 1770021 when it is more than 1,000 behind", "documentation"],
  ["1770001 for another request with the same `client_token`", "assumption"],
  ["One wrong part, and nothing is changed", "assumption"],
];
