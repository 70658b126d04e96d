import type { Service } from "../service.ts";
import { docxBlock } from "./block.ts";
import { docxDocument } from "./document.ts";
import { docxOf } from "./state.ts";

/** `docx/v1`. */
export const docx: Service = { routes: [...docxDocument, ...docxBlock], slice: docxOf };
