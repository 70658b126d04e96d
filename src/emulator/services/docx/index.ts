import type { Service } from "../service.ts";
import { docxBlock } from "./block.ts";
import { docsContent } from "./content.ts";
import { docxConvert } from "./convert.ts";
import { docxDocument } from "./document.ts";
import { docxOf } from "./state.ts";

/** `docx/v1`, and `docs/v1` with the content of a document. */
export const docx: Service = { routes: [...docxDocument, ...docxBlock, ...docxConvert, ...docsContent], slice: docxOf };
