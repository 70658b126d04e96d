import type { Route } from "../../gateway/router.ts";
import { docxBlock } from "./block.ts";
import { docxDocument } from "./document.ts";

/** `docx/v1`. */
export const docx: readonly Route[] = [...docxDocument, ...docxBlock];
