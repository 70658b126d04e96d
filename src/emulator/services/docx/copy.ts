import type { Call } from "../../gateway/route.ts";
import { PAGE } from "./block-types.ts";
import { type Block, type Docx, docxOf } from "./state.ts";
import { toTextContent } from "./text.ts";

/** Copies the blocks of a document. They get new ids, and the title becomes the name of the copy. */
export function copyDocx(call: Call, { from, to, name }: { from: string; to: string; name: string }): void {
  const { documents } = docxOf(call.state);
  const source = documents.get(from);
  const ids = new Map<string, string>();
  for (const id of source?.blocks.keys() ?? []) {
    ids.set(id, id === from ? to : `doxcn${call.state.ids.hex("block", 22)}`);
  }
  const idOf = (id: string): string => ids.get(id) ?? "";
  const copy = (block: Block): Block => {
    const content = structuredClone(block.content);
    if (Array.isArray(content.cells)) {
      content.cells = (content.cells as string[]).map(idOf);
    }
    const { blockId, parentId, children, type } = block;
    return { blockId: idOf(blockId), parentId: idOf(parentId), children: children.map(idOf), type, content };
  };
  const blocks = [...(source?.blocks.values() ?? [])].map(copy);
  const page = blocks.find(({ type }) => type === PAGE);
  if (page !== undefined) {
    page.content.elements = toTextContent(call, PAGE, { elements: [{ text_run: { content: name } }] }).elements ?? [];
  }
  const docx: Docx = { token: to, revision: 1, blocks: new Map(blocks.map((block) => [block.blockId, block])) };
  documents.set(to, docx);
}
