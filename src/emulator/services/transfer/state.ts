import { mapOf, objectOf, oneOf, text } from "../../platform/shape.ts";
import { defineSlice, type Slice } from "../../platform/slice.ts";

/** An import or an export that is done. */
export interface Ticket {
  kind: "import" | "export";
  /** Extension of the file. */
  extension: string;
  /** Type of the document. */
  type: string;
  /** The document that was made, or the file. */
  token: string;
  tenantKey: string;
}

export interface TransferState {
  /** Moves and deletions of folders, by their task ids. */
  readonly tasks: Map<string, string>;
  readonly tickets: Map<string, Ticket>;
}

export const transferOf: Slice<TransferState> = defineSlice(
  "transfer",
  () => ({ tasks: new Map(), tickets: new Map() }),
  {
    tasks: mapOf(text),
    tickets: mapOf(
      objectOf<Ticket>({
        kind: oneOf("import", "export"),
        extension: text,
        type: text,
        token: text,
        tenantKey: text,
      }),
    ),
  },
);
