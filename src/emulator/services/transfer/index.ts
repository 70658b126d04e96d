import type { Service } from "../service.ts";
import { transferCopy } from "./copy.ts";
import { transferExport } from "./export.ts";
import { transferImport } from "./import.ts";
import { transferMove } from "./move.ts";
import { transferOf } from "./state.ts";

/** `drive/v1`: copies, moves, imports and exports, which know every kind of document. */
export const transfer: Service = {
  routes: [...transferCopy, ...transferMove, ...transferImport, ...transferExport],
  slice: transferOf,
};
