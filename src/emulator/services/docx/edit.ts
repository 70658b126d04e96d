import type { Call, Handle } from "../../gateway/route.ts";
import { asNumber } from "../../platform/json.ts";
import { answerOnce } from "../once.ts";
import { success } from "../success.ts";
import { docxError } from "./errors.ts";
import { findDocx } from "./find.ts";
import type { Docx } from "./state.ts";

/** Most revisions that an edit may be behind. */
const MAX_AGE = 1000;

/** The requested revision: only the newest can be read, an edit may be behind. */
export function checkRevision(call: Call, { revision }: Docx, isEdit: boolean): void {
  const asked = asNumber(call.input.query.document_revision_id ?? -1);
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

/** A new UUID of version 4. */
export function newUuid({ state }: Call, kind: string): string {
  const hex = state.ids.hex(kind, 30);
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
        const client_token = call.input.query.client_token ?? newUuid(call, "client-token");
        return success({ ...data, document_revision_id: docx.revision, client_token });
      },
      () => docxError(1770001, "another request had this client_token"),
    );
}
