import type { Call } from "../../gateway/route.ts";
import { asText } from "../../platform/json.ts";
import { addBase } from "../bitable/bases.ts";
import { isInChat } from "../im/operator.ts";
import { addSpreadsheet } from "../sheets/change.ts";
import * as type from "./block-types.ts";
import { docxError } from "./errors.ts";
import type { BlockContent, Docx } from "./state.ts";

type Make = (call: Call, docx: Docx, content: BlockContent) => BlockContent;

/** An empty spreadsheet, which lies in the document and in no folder. */
const sheet: Make = (call, docx, content) => {
  const { row_size = 1, column_size = 1 } = content as { row_size?: number; column_size?: number };
  const { book, tab } = addSpreadsheet(call, { title: "", parent: docx.token });
  Object.assign(tab, { rowCount: row_size, columnCount: column_size });
  return { token: `${book.token}_${tab.sheetId}`, row_size, column_size };
};

/** An empty Bitable app with a table, which lies in the document and in no folder. */
const bitable: Make = (call, docx, { view_type = 1 }) => {
  const { base } = addBase(call, { name: "", parent: docx.token });
  return { token: `${base.token}_${base.tables[0]?.tableId}`, view_type };
};

const chatCard: Make = (call, _docx, { align = 1, ...content }) => {
  const chat = call.state.chats.get(asText(content.chat_id));
  if (chat === undefined || !isInChat(call, chat)) {
    throw docxError(1770032, `chat_id ${asText(content.chat_id)}`);
  }
  return { ...content, align };
};

const board: Make = (call, _docx, { align = 1, ...content }) => ({
  ...content,
  align,
  token: `wbcn${call.state.ids.hex("board", 22)}`,
});

/** Blocks that show what belongs to another service: makes that, and gives the block's content. */
export const RESOURCES: ReadonlyMap<number, Make> = /* @__PURE__ */ new Map([
  [type.SHEET, sheet],
  [type.BITABLE, bitable],
  [type.CHAT_CARD, chatCard],
  [type.BOARD, board],
]);
