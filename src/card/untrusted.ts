import { withoutMentions } from "../base/index.ts";

/** What stands behind the label of a link or a picture of the web: an address. */
const ADDRESS = /^\(\s*<?(https?:\/\/[^\s)>]*)/i;

const asLink = (text: string): string => text.replace(/(?<!!)!+\[/g, "[");

/** Turns pictures of the web into links. A picture without a label gets its address as the label. */
function withoutPictures(text: string): string {
  const parts = text.split("]");
  const linked = parts.map((part, at) => {
    const address = ADDRESS.exec(parts[at + 1] ?? "")?.[1];
    return address === undefined ? part : asLink(part) + (part.endsWith("![") ? asLink(address) : "");
  });
  return linked.join("]");
}

/**
 * Makes Markdown from outside, for example the answer of a model, safe for a card. Its formatting stays.
 *
 * - `<at>` mentions no one: a zero-width space (U+200B) behind its `<` makes it text, in code as well as outside.
 * - A picture of the web becomes a link to it, because the platform refuses a card with such a picture.
 * - Half a surrogate pair becomes U+FFFD.
 *
 * Links stay links, also where their label hides the address. Entities such as `&#60;` stay: clients show them as text.
 * To take away the formatting as well, write the text with `md`. A card may have few tables: see `fitCard`.
 *
 * @param markdown - Text in Markdown.
 * @returns Markdown for `markdown`, for `lark_md`, and for Markdown cells of a table.
 * @throws {TypeError} `markdown` is not a string.
 * @example
 * card([markdown(untrusted(answer))]);
 * @see https://open.feishu.cn/document/feishu-cards/card-json-v2-components/content-components/rich-text 富文本（Markdown）
 */
export function untrusted(markdown: string): string {
  if (typeof markdown !== "string") {
    throw new TypeError(`untrusted: markdown must be a string, got ${typeof markdown}`);
  }
  return withoutPictures(withoutMentions(markdown.replace(/\p{Surrogate}/gu, "\ufffd")));
}
