import type { Call } from "../../gateway/route.ts";
import * as type from "./block-types.ts";
import { addBlock, addContainer } from "./containers.ts";
import { createBlock, insertChildren, type SentBlock } from "./create.ts";
import { docxError } from "./errors.ts";
import { checkParent } from "./relations.ts";
import type { Block, BlockContent, Docx } from "./state.ts";

type Descendant = SentBlock & { block_id?: string; children?: string[] };

/** The state that the parts of a tree share while it is made. */
interface Growing {
  readonly call: Call;
  readonly docx: Docx;
  /** Blocks that are not made yet, by the ids of the request. */
  readonly rest: Map<string, Descendant>;
  /** Ids of the document by those of the request. */
  readonly made: Map<string, string>;
}

/** The parts of a table and of a grid. */
const PARTS: ReadonlyMap<number, number> = /* @__PURE__ */ new Map([
  [type.TABLE, type.TABLE_CELL],
  [type.GRID, type.GRID_COLUMN],
]);

function takeSent({ rest }: Growing, id: string): Descendant {
  const sent = rest.get(id);
  if (sent === undefined) {
    throw docxError(1770030, `block ${id} is there once, and in one place`);
  }
  rest.delete(id);
  return sent;
}

/** Makes a cell of a table or a column of a grid. */
function growPart(growing: Growing, parent: Block, id: string, kind: number, share: number): string {
  const { call, docx, made } = growing;
  const { block_type, children = [], ...sent } = takeSent(growing, id);
  if (block_type !== kind) {
    throw docxError(1770030, `block_type ${block_type} in block_type ${parent.type}`);
  }
  const content = (sent[type.typeOf(kind)?.name ?? ""] ?? {}) as BlockContent;
  const full = kind === type.GRID_COLUMN ? { width_ratio: share, ...content } : content;
  const isEmpty = children.length === 0;
  const block = (isEmpty ? addContainer : addBlock)(call, docx, parent.blockId, kind, full);
  made.set(id, block.blockId);
  if (!isEmpty) {
    block.children = children.map((child) => grow(growing, block, child).blockId);
  }
  return block.blockId;
}

/** Makes a block and those that it names as its children. */
function grow(growing: Growing, parent: Block, id: string): Block {
  const { children: below = [], block_id: _, ...plain } = takeSent(growing, id);
  const makeChildren = (block: Block): string[] => {
    growing.made.set(id, block.blockId);
    const part = PARTS.get(block.type);
    if (part !== undefined) {
      const share = Math.floor(100 / below.length);
      return below.map((child) => growPart(growing, block, child, part, share));
    }
    return below.map((child) => grow(growing, block, child).blockId);
  };
  if (below.length > 0 && !PARTS.has(plain.block_type)) {
    checkParent(plain.block_type);
  }
  const block = createBlock(growing.call, growing.docx, parent, plain, below.length > 0 ? makeChildren : undefined);
  growing.made.set(id, block.blockId);
  return block;
}

/**
 * Makes blocks with all that is in them. The ids of the request are only good for it.
 *
 * @returns The uppermost blocks, and the ids of the document by those of the request.
 */
export function createTree(
  call: Call,
  docx: Docx,
  parent: Block,
  { children_id, descendants, index = -1 }: { children_id: string[]; descendants: Descendant[]; index?: number },
): { blocks: Block[]; made: ReadonlyMap<string, string> } {
  checkParent(parent.type);
  const rest = new Map(descendants.map((one) => [one.block_id ?? "", one]));
  if (rest.size < descendants.length) {
    throw docxError(1770019);
  }
  const growing: Growing = { call, docx, rest, made: new Map() };
  const blocks = children_id.map((id) => grow(growing, parent, id));
  if (rest.size > 0) {
    throw docxError(1770030, `blocks without a parent: ${[...rest.keys()].join(", ")}`);
  }
  insertChildren(parent, blocks, index);
  return { blocks, made: growing.made };
}
