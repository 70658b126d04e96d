import { PlatformError } from "../../gateway/errors.ts";
import { NOT_EMULATED_CODE } from "../../gateway/operations/policy.ts";
import type { Call } from "../../gateway/route.ts";
import * as type from "./block-types.ts";
import { addBlock, addContainer, addFile, addGrid, addTable } from "./containers.ts";
import { docxError } from "./errors.ts";
import { checkChild } from "./relations.ts";
import { RESOURCES } from "./resources.ts";
import type { Block, BlockContent, Docx } from "./state.ts";
import { toTextContent } from "./text.ts";

export type SentBlock = Record<string, unknown> & { block_type: number };

/** Makes the children of a block, and gives their ids. */
export type MakeChildren = (block: Block) => string[];

function typeToMake(kind: number): type.BlockType {
  const known = type.typeOf(kind);
  if (known?.isGap) {
    throw new PlatformError(NOT_EMULATED_CODE, `The emulator does not make blocks of block_type ${kind} yet.`);
  }
  if (!known?.mayBeMade) {
    throw docxError(1770029, `block_type ${kind}`);
  }
  return known;
}

/** A block that others are put into. */
function withChildren(block: Block, makeChildren: MakeChildren | undefined): Block {
  block.children.push(...(makeChildren?.(block) ?? []));
  return block;
}

/**
 * Makes a block as it was sent, and what belongs to it from the start. The caller puts it among the children.
 *
 * @param makeChildren - Makes its children, in the place of those that a table, a grid or a callout has from the start.
 */
export function createBlock(
  call: Call,
  docx: Docx,
  parent: Block,
  sent: SentBlock,
  makeChildren?: MakeChildren,
): Block {
  const kind = sent.block_type;
  const { name, isText } = typeToMake(kind);
  checkChild(parent.type, kind);
  const content = (sent[name] ?? {}) as BlockContent;
  const parentId = parent.blockId;
  if (isText) {
    if (content.elements === undefined) {
      throw docxError(1770001, `block_type ${kind} without ${name}.elements`);
    }
    return withChildren(addBlock(call, docx, parentId, kind, toTextContent(call, kind, content)), makeChildren);
  }
  const resource = RESOURCES.get(kind);
  if (resource !== undefined) {
    return addBlock(call, docx, parentId, kind, resource(call, docx, content));
  }
  switch (kind) {
    case type.TABLE:
      return addTable(call, docx, parentId, content, makeChildren);
    case type.GRID:
      return addGrid(call, docx, parentId, content, makeChildren);
    case type.FILE:
      return addFile(call, docx, parentId, content);
    case type.IMAGE:
      return addBlock(call, docx, parentId, kind, { width: 100, height: 100, ...content, token: "" });
    case type.CALLOUT:
      return makeChildren === undefined
        ? addContainer(call, docx, parentId, kind, content)
        : withChildren(addBlock(call, docx, parentId, kind, content), makeChildren);
    default:
      return withChildren(addBlock(call, docx, parentId, kind, content), makeChildren);
  }
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
