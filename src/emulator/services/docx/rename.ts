import type { Call } from "../../gateway/route.ts";
import type { DriveNode } from "../drive/state.ts";
import { PAGE } from "./block-types.ts";
import { docxOf } from "./state.ts";
import { toTextContent } from "./text.ts";

/** Renames an entry of drive; the title of a document stands in its page, too. */
export function renameDocument(call: Call, node: DriveNode, name: string): void {
  node.name = name;
  node.changedAt = call.state.now();
  const page = docxOf(call.state).documents.get(node.token)?.blocks.get(node.token);
  if (page !== undefined) {
    const { elements = [] } = toTextContent(call, PAGE, { elements: [{ text_run: { content: name } }] });
    page.content.elements = elements;
  }
}
