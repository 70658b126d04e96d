import { PlatformError } from "../../gateway/errors.ts";
import { NOT_EMULATED_CODE } from "../../gateway/operations/policy.ts";
import type { Call } from "../../gateway/route.ts";
import { asText } from "../../platform/json.ts";
import { driveOf } from "../drive/state.ts";
import { FILE, IMAGE, PAGE, typeOf } from "./block-types.ts";
import { docxError } from "./errors.ts";
import { GRID_CHANGES } from "./grids.ts";
import type { Block, Docx, TextElement } from "./state.ts";
import { TABLE_CHANGES } from "./tables.ts";
import { readText, setStyle, toElements } from "./text.ts";

/** One change of a block: one of the requests by its name, with `block_id` beside it in a batch. */
export type Change = Record<string, unknown>;

type Handler = (call: Call, docx: Docx, block: Block, request: Record<string, unknown>) => void;

function checkText({ type }: Block): void {
  if (!typeOf(type)?.isText) {
    throw docxError(1770025, `block_type ${type} has no text`);
  }
}

const setElements: Handler = (call, docx, block, { elements }) => {
  checkText(block);
  block.content.elements = toElements(call, elements as TextElement[]);
  const node = driveOf(call.state).nodes.get(docx.token);
  if (block.type === PAGE && node !== undefined) {
    node.name = readText(call, block.content);
  }
};

const changeStyle: Handler = (_call, _docx, block, { style, fields }) => {
  checkText(block);
  setStyle(block, (style ?? {}) as Record<string, unknown>, (fields ?? []) as number[]);
};

/** Puts a media into an image or a file: it has to be one that was uploaded to this block. */
const replaceMedia =
  (type: number): Handler =>
  (call, _docx, block, { token, ...more }) => {
    if (block.type !== type) {
      throw docxError(1770025, `block_type ${block.type}`);
    }
    const node = driveOf(call.state).nodes.get(asText(token));
    if (node?.kind !== "media" || node.parent !== block.blockId) {
      throw docxError(1770013, asText(token));
    }
    Object.assign(block.content, more, { token }, type === FILE ? { name: node.name } : {});
  };

const HANDLERS: Readonly<Record<string, Handler>> = {
  update_text_elements: setElements,
  update_text_style: changeStyle,
  update_text: (call, docx, block, request) => {
    setElements(call, docx, block, request);
    changeStyle(call, docx, block, request);
  },
  replace_image: replaceMedia(IMAGE),
  replace_file: replaceMedia(FILE),
};

/** Changes a block as a request says. */
export function changeBlock(call: Call, docx: Docx, block: Block, { block_id: _, ...change }: Change): void {
  const [[name, request] = ["", {}], ...more] = Object.entries(change);
  if (name === "" || more.length > 0) {
    throw docxError(1770001, "one change for each block");
  }
  if (Object.hasOwn(HANDLERS, name)) {
    HANDLERS[name]?.(call, docx, block, request as Record<string, unknown>);
  } else if (Object.hasOwn(TABLE_CHANGES, name)) {
    TABLE_CHANGES[name]?.(call, docx, block, request as Record<string, number>);
  } else if (Object.hasOwn(GRID_CHANGES, name)) {
    GRID_CHANGES[name]?.(call, docx, block, request as Record<string, unknown>);
  } else {
    throw new PlatformError(NOT_EMULATED_CODE, `The emulator does not know the change ${name} of a document yet.`);
  }
}
