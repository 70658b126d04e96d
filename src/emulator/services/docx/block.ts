import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asNumber, asText } from "../../platform/json.ts";
import { pageFields, takePage } from "../page.ts";
import { success } from "../success.ts";
import { CALLOUT, GRID, GRID_COLUMN, TABLE, TABLE_CELL } from "./block-types.ts";
import { createBlock, insertChildren, removeBlocks, type SentBlock, withDescendants } from "./create.ts";
import { checkRevision, edit } from "./edit.ts";
import { docxError } from "./errors.ts";
import { blockAt, findBlock, findDocx } from "./find.ts";
import { DOCX_NOTES, EDIT_NOTES } from "./notes.ts";
import { checkParent } from "./relations.ts";
import type { Block, BlockContent } from "./state.ts";
import { createTree } from "./tree.ts";
import { type Change, changeBlock } from "./update.ts";
import { toWire } from "./wire.ts";

const MAX_PAGE = 500;

/** A page of blocks. */
function answerPage(call: Call, blocks: readonly Block[]): Answer {
  const { page_size = MAX_PAGE, page_token } = call.input.query;
  const size = asNumber(page_size);
  if (size < 1 || size > MAX_PAGE) {
    throw docxError(1770001, `page_size is 1 to ${MAX_PAGE}`);
  }
  const { page, next } = takePage(blocks, {
    keyOf: ({ blockId }) => blockId,
    size,
    token: page_token,
    invalidToken: () => docxError(1770022),
  });
  return success({ items: page.map(toWire), ...pageFields(next) });
}

function list(call: Call): Answer {
  const { docx } = findDocx(call);
  checkRevision(call, docx, false);
  return answerPage(call, withDescendants(docx, blockAt(docx, docx.token)));
}

function get(call: Call): Answer {
  const { docx, block } = findBlock(call);
  checkRevision(call, docx, false);
  return success({ block: toWire(block) });
}

function children(call: Call): Answer {
  const { docx, block } = findBlock(call);
  checkRevision(call, docx, false);
  const below = withDescendants(docx, block).slice(1);
  const all = call.input.query.with_descendants === true;
  return answerPage(call, all ? below : below.filter(({ parentId }) => parentId === block.blockId));
}

/** The platform's limit for the rows and the columns of a table made by `children`. */
const MAX_LINES = 9;

/** A table of more lines comes as a tree. */
function checkTable({ table }: SentBlock): void {
  const property = (table as BlockContent | undefined)?.property ?? {};
  const { row_size = 0, column_size = 0 } = property as { row_size?: number; column_size?: number };
  if (Math.max(row_size, column_size) > MAX_LINES) {
    throw docxError(1770001, `at most ${MAX_LINES} rows and columns; larger tables are made by descendant`);
  }
}

const createChildren = edit((call, docx) => {
  const parent = blockAt(docx, asText(call.input.path.block_id));
  checkParent(parent.type);
  const { children: sent = [], index = -1 } = call.input.body as { children?: SentBlock[]; index?: number };
  if (sent.length === 0) {
    throw docxError(1770001, "children are empty");
  }
  sent.forEach(checkTable);
  const blocks = sent.map((one) => createBlock(call, docx, parent, one));
  insertChildren(parent, blocks, index);
  return { children: blocks.map(toWire) };
});

const update = edit((call, docx) => {
  const block = blockAt(docx, asText(call.input.path.block_id));
  changeBlock(call, docx, block, call.input.body);
  return { block: toWire(block) };
});

const batchUpdate = edit((call, docx) => {
  const requests = call.input.body.requests as Change[];
  const ids = requests.map(({ block_id }) => asText(block_id ?? ""));
  if (ids.length === 0) {
    throw docxError(1770001, "requests are empty");
  }
  if (new Set(ids).size < ids.length) {
    throw docxError(1770001, "one request for each block");
  }
  requests.forEach((request, index) => {
    changeBlock(call, docx, blockAt(docx, ids[index] ?? ""), request);
  });
  return { blocks: ids.map((id) => toWire(blockAt(docx, id))) };
});

/** These may lose some of their children, but not all. */
const NEVER_EMPTY = [TABLE_CELL, GRID_COLUMN, CALLOUT];

const remove = edit((call, docx) => {
  const parent = blockAt(docx, asText(call.input.path.block_id));
  const { start_index, end_index } = call.input.body as { start_index: number; end_index: number };
  const count = end_index - start_index;
  if (parent.type === TABLE || parent.type === GRID) {
    throw docxError(1770031, `block_type ${parent.type}`);
  }
  if (count < 1 || end_index > parent.children.length) {
    throw docxError(1770001, `${start_index} to ${end_index}`);
  }
  if (count === parent.children.length && NEVER_EMPTY.includes(parent.type)) {
    throw docxError(1770031, "all of them");
  }
  removeBlocks(docx, parent.children.splice(start_index, count));
  return {};
});

const createDescendants = edit((call, docx) => {
  const parent = blockAt(docx, asText(call.input.path.block_id));
  const body = call.input.body as unknown as Parameters<typeof createTree>[3];
  const { blocks, made } = createTree(call, docx, parent, body);
  const block_id_relations = [...made].map(([temporary_block_id, block_id]) => ({ temporary_block_id, block_id }));
  return { children: blocks.map(toWire), block_id_relations };
});

const MAKE_NOTES = [
  ...EDIT_NOTES,
  ["1770028 for a block that takes no children, 1770029 for one that cannot be made", "documentation"],
  ["Sheets and Bitables are made with their block, and the block has their token", "documentation"],
  ["Code -1 for OKR blocks: the emulator does not know them", "assumption"],
  ["1770032 for the card of a chat that the caller is not in", "documentation"],
  ["1770030 for a child that the parent does not take", "assumption"],
  ["`merge_info` cannot be sent, the platform adds it, and `column_width`", "documentation"],
  ["A `merge_info` that was sent is refused", "observed"],
  ["The code of that refusal, 1770001; a column is 100 pixels wide", "assumption"],
  ["A board has a token, and nothing can be drawn on it", "assumption"],
  ["Cells, columns and callouts begin with an empty text, a file stands in a view", "documentation"],
  ["1770032 for mentioning a person of another company", "documentation"],
] as const;

const CHANGE_NOTES = [
  ...EDIT_NOTES,
  ["1770025 for a change that is not for this type of block, 1770013 for a media of another block", "documentation"],
  ["1770024 for a grid of less than 2 or more than 10 columns", "documentation"],
  ["A new column makes all columns of a grid equally wide", "assumption"],
  ["1770024 for merging a part of a merged cell; the cells under a merged one keep their content", "assumption"],
  ["Code -1 for changes of tasks: the emulator does not know them", "assumption"],
] as const;

const at = "/:document_id/blocks";

/** Blocks. Pages: https://open.feishu.cn/document/server-docs/docs/docs/docx-v1/document-block/list */
export const docxBlock: readonly Route[] = service("docx/v1/documents", [
  route(`GET ${at}`, list, DOCX_NOTES),
  route(`GET ${at}/:block_id`, get, DOCX_NOTES),
  route(`PATCH ${at}/:block_id`, update, CHANGE_NOTES),
  route(`PATCH ${at}/batch_update`, batchUpdate, CHANGE_NOTES),
  route(`GET ${at}/:block_id/children`, children, DOCX_NOTES),
  route(`POST ${at}/:block_id/children`, createChildren, [
    ...MAKE_NOTES,
    ["A table has at most 9 rows and 9 columns", "documentation"],
  ]),
  route(`DELETE ${at}/:block_id/children/batch_delete`, remove, [
    ...EDIT_NOTES,
    [
      "1770031 for rows of tables, columns of grids, and all children of a cell, a column or a callout",
      "documentation",
    ],
  ]),
  route(`POST ${at}/:block_id/descendant`, createDescendants, [
    ...MAKE_NOTES,
    ["1770030 for ids that are missing, used twice or no child of any block", "assumption"],
    ["1770001 when a table or a grid names another number of cells or columns than it has", "assumption"],
    ["A table or a grid that names none gets empty ones", "assumption"],
    ["A table has at most 100 columns and 2,000 cells", "documentation"],
  ]),
]);
