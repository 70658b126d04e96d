import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import { addNode, keepBytes } from "../drive/nodes.ts";
import { success } from "../success.ts";
import { write } from "./cells.ts";
import { touch } from "./change.ts";
import { sheetError } from "./errors.ts";
import { findSpreadsheet } from "./find.ts";
import { BOOK_NOTES, RANGE_NOTES } from "./notes.ts";
import { parseRange, toRange } from "./range.ts";

const ENDINGS = /\.(png|jpe?g|gif|bmp|jfif|exif|tiff|bpg|heic)$/i;

/** The image: a list of bytes, or a text in base64. */
function readBytes(call: Call): Uint8Array<ArrayBuffer> {
  const { image } = call.input.body;
  const wrong = sheetError(call, 204, ": image is a list of bytes, or a text in base64");
  let bytes: Uint8Array<ArrayBuffer>;
  if (typeof image === "string") {
    try {
      bytes = Uint8Array.from(atob(image), (character) => character.charCodeAt(0));
    } catch {
      throw wrong;
    }
  } else {
    const numbers = image as number[];
    if (!numbers.every((one) => one >= 0 && one <= 255)) {
      throw wrong;
    }
    bytes = Uint8Array.from(numbers);
  }
  if (bytes.length === 0) {
    throw wrong;
  }
  return bytes;
}

/** Width and height as a PNG says them; 0 for other formats. */
function sizeOf(bytes: Uint8Array<ArrayBuffer>): { width: number; height: number } {
  const isPng = bytes.length >= 24 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47;
  if (!isPng) {
    return { width: 0, height: 0 };
  }
  const view = new DataView(bytes.buffer);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

function writeImage(call: Call): Answer {
  const { book } = findSpreadsheet(call);
  const range = asText(call.input.body.range);
  const area = parseRange(call, book, range);
  const { sheet, top, left } = area;
  if (area.isOpen || area.bottom !== top || area.right !== left) {
    throw sheetError(call, 202, `=${range}: one cell`);
  }
  const name = asText(call.input.body.name);
  if (!ENDINGS.test(name)) {
    throw sheetError(call, 204, ": the name ends like a picture's, for example .png");
  }
  const bytes = readBytes(call);
  const node = addNode(call, { kind: "media", name, parent: book.token });
  keepBytes(call, node, bytes);
  const link = `${call.origin}/open-apis/drive/v1/medias/${node.token}/download`;
  const picture = { type: "embed-image", fileToken: node.token, link, text: "", ...sizeOf(bytes) };
  const written = write(call, sheet, top, left, [[picture]]);
  const revision = touch(call, book);
  return success({ revision, spreadsheetToken: book.token, updateRange: toRange(written) });
}

/** Pictures in cells. Page: https://open.feishu.cn/document/ukTMukTMukTM/uUDNxYjL1QTM24SN0EjN */
export const sheetImage: readonly Route[] = service("sheets", [
  route("POST v2/spreadsheets/:spreadsheetToken/values_image", writeImage, [
    ...BOOK_NOTES,
    ...RANGE_NOTES,
    ["`updateRange`, not `updatedRange` as its table says", "documentation"],
    ["The picture is a media of drive", "documentation"],
    ["The image may be a text in base64, as in the page's sample", "documentation"],
    ["Bytes are not looked at, but for the size of a PNG", "assumption"],
  ]),
]);
