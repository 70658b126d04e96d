import type { Call } from "../../gateway/route.ts";
import * as type from "./block-types.ts";
import { docxError } from "./errors.ts";
import type { Block, BlockContent, Docx } from "./state.ts";
import { toTextContent } from "./text.ts";

/** The platform's limit. */
const MAX_CELLS = 2000;

export type SentBlock = Record<string, unknown> & { block_type: number };

function addBlock(call: Call, docx: Docx, parentId: string, kind: number, content: BlockContent): Block {
  const block: Block = {
    blockId: `doxcn${call.state.ids.hex("block", 22)}`,
    parentId,
    children: [],
    type: kind,
    content,
  };
  docx.blocks.set(block.blockId, block);
  return block;
}

/** Adds a container with an empty text, as cells, columns and callouts have from the start. */
export function addContainer(
  call: Call,
  docx: Docx,
  parentId: string,
  kind: number,
  content: BlockContent = {},
): Block {
  const container = addBlock(call, docx, parentId, kind, content);
  const text = addBlock(call, docx, container.blockId, type.TEXT, toTextContent(call, type.TEXT, {}));
  container.children = [text.blockId];
  return container;
}

function addTable(call: Call, docx: Docx, parentId: string, { property }: BlockContent): Block {
  if (property === undefined) {
    throw docxError(1770001, "a table has rows and columns");
  }
  const { row_size, column_size, ...more } = property as { row_size: number; column_size: number };
  if (row_size * column_size > MAX_CELLS) {
    throw docxError(1770001, `at most ${MAX_CELLS} cells`);
  }
  const table = addBlock(call, docx, parentId, type.TABLE, {});
  table.children = Array.from(
    { length: row_size * column_size },
    () => addContainer(call, docx, table.blockId, type.TABLE_CELL).blockId,
  );
  table.content = { cells: [...table.children], property: { row_size, column_size, ...more } };
  return table;
}

function addGrid(call: Call, docx: Docx, parentId: string, { column_size }: BlockContent): Block {
  if (column_size === undefined) {
    throw docxError(1770001, "a grid has columns");
  }
  const count = Number(column_size);
  const grid = addBlock(call, docx, parentId, type.GRID, { column_size: count });
  const width_ratio = Math.floor(100 / count);
  grid.children = Array.from(
    { length: count },
    () => addContainer(call, docx, grid.blockId, type.GRID_COLUMN, { width_ratio }).blockId,
  );
  return grid;
}

/** A file stands in a view of it, and it is the view that is put among the children. */
function addFile(call: Call, docx: Docx, parentId: string, { view_type = 1 }: BlockContent): Block {
  const view = addBlock(call, docx, parentId, type.VIEW, { view_type });
  view.children = [addBlock(call, docx, view.blockId, type.FILE, { token: "", name: "" }).blockId];
  return view;
}

/** Makes a block as it was sent, and what belongs to it from the start. The caller puts it among the children. */
export function createBlock(
  call: Call,
  docx: Docx,
  parentId: string,
  sent: SentBlock,
  isEmpty: boolean = false,
): Block {
  const kind = sent.block_type;
  const known = type.typeOf(kind);
  if (!known?.mayBeMade) {
    throw docxError(1770029, `block_type ${kind}`);
  }
  const content = (sent[known.name] ?? {}) as BlockContent;
  if (known.isText) {
    if (content.elements === undefined) {
      throw docxError(1770001, `block_type ${kind} without ${known.name}.elements`);
    }
    return addBlock(call, docx, parentId, kind, toTextContent(call, kind, content));
  }
  if (kind === type.TABLE) {
    return addTable(call, docx, parentId, content);
  }
  if (kind === type.GRID) {
    return addGrid(call, docx, parentId, content);
  }
  if (kind === type.FILE) {
    return addFile(call, docx, parentId, content);
  }
  if (kind === type.IMAGE) {
    return addBlock(call, docx, parentId, kind, { width: 100, height: 100, ...content, token: "" });
  }
  if (kind === type.CALLOUT && !isEmpty) {
    return addContainer(call, docx, parentId, kind, content);
  }
  return addBlock(call, docx, parentId, kind, content);
}

/** Puts blocks among the children of another; -1 is behind the last. */
export function insertChildren(parent: Block, blocks: readonly Block[], index: number): void {
  const at = index === -1 ? parent.children.length : index;
  if (at < 0 || at > parent.children.length) {
    throw docxError(1770001, `index ${index}`);
  }
  parent.children.splice(at, 0, ...blocks.map(({ blockId }) => blockId));
}

/** Takes blocks away with all that is in them. */
export function removeBlocks(docx: Docx, ids: readonly string[]): void {
  for (const id of ids) {
    const block = docx.blocks.get(id);
    docx.blocks.delete(id);
    removeBlocks(docx, block?.children ?? []);
  }
}

/** A block and all that is in it, each before what it holds. */
export function withDescendants({ blocks }: Docx, block: Block): Block[] {
  const below = block.children.flatMap((id) => blocks.get(id) ?? []);
  return [block, ...below.flatMap((child) => withDescendants({ blocks } as Docx, child))];
}
