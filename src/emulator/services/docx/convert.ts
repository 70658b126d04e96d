import { PlatformError } from "../../gateway/errors.ts";
import { NOT_EMULATED_CODE } from "../../gateway/operations/policy.ts";
import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import { success } from "../success.ts";
import { newUuid } from "./edit.ts";
import { type Converted, convertMarkdown } from "./markdown.ts";
import type { TextElement } from "./state.ts";
import { fullElement, toStyle } from "./text.ts";

/** A block with the looks that the platform adds to its texts. */
function withLooks(block: Converted): Record<string, unknown> {
  const entries = Object.entries(block).map(([name, content]) => {
    const { elements, style } = Object(content) as { elements?: TextElement[]; style?: Record<string, unknown> };
    const isText = elements !== undefined;
    return [name, isText ? { elements: elements.map(fullElement), style: toStyle(block.block_type, style) } : content];
  });
  return Object.fromEntries(entries);
}

async function convert(call: Call): Promise<Answer> {
  const { content_type, content } = call.input.body;
  if (content_type !== "markdown") {
    throw new PlatformError(NOT_EMULATED_CODE, `The emulator does not convert ${asText(content_type)} to blocks yet.`);
  }
  const newId = (): string => newUuid(call, "converted");
  const { first, blocks, images } = await convertMarkdown(asText(content), newId);
  const parents = new Map(blocks.flatMap(({ block_id, children = [] }) => children.map((child) => [child, block_id])));
  return success({
    first_level_block_ids: first,
    blocks: blocks.map((block) => ({ ...withLooks(block), parent_id: parents.get(block.block_id) ?? "" })),
    block_id_to_image_urls: images,
  });
}

/** Markdown to blocks. Page: https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/document-docx/docx-v1/document/convert */
export const docxConvert: readonly Route[] = service("docx/v1/documents", [
  route("POST blocks/convert", convert, [
    ["Tables have a `merge_info`, which has to be taken away before they are made", "documentation"],
    ["HTML is refused with -1", "assumption"],
    ["HTML inside Markdown stays text", "assumption"],
  ]),
]);
