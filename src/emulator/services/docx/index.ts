import type { Route } from "../../gateway/route.ts";
import { docxBlock } from "./block.ts";
import { docxDocument } from "./document.ts";

/** `docx/v1`. */
export const docx: readonly Route[] = [...docxDocument, ...docxBlock];
