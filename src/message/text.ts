import { type MessageContent, toContent } from "./content.ts";
import { type Mention, TAG } from "./mention.ts";

/** What a `text` template takes between its literal parts. */
export type TextValue = string | number | bigint | boolean | Mention;

const ZERO_WIDTH_SPACE = "\u200B";

/** What begins a tag, an entity, a masked link, a style or a placeholder, together with what stands behind it. */
const BEGINNING = /<|&(?=[#\w]|$)|\](?=\s*(?:\(|$))|@(?=_|$)|([*~])(?=\1|$)/g;

/** What the developer's own text leaves open, so that a value would stand within or complete it. */
const LEFT_OPEN = /<[^>]*$|&[#\w]*$|\]\s*(?:\([^)]*)?$|[*~]$|@\w*$/;

const inert = (text: string): string => text.replace(BEGINNING, `$&${ZERO_WIDTH_SPACE}`);

/**
 * Writes a text message. Values cannot mention, mask a link, or style: what would begin one gets a zero width space
 * (U+200B), since text messages have no documented escape. Only {@link at} and `atAll` mention.
 *
 * A value is not a place within a tag or behind `](`: `<at user_id="${id}">` and `[label](${url})` are shown as they are
 * written. Text that has to arrive unchanged goes into a `post`, as a string.
 *
 * The content may have 150 KB; `send` splits a longer text.
 *
 * @throws {TypeError} It is called as a function, or a value is neither text, number, boolean nor mention.
 * @example
 * await client.im.v1.message.create({
 *   params: { receive_id_type: "chat_id" },
 *   data: { receive_id, ...text`Hi ${at(openId)}, you wrote: ${untrusted}` },
 * });
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-content-description/create_json 发送消息内容结构
 */
export function text(literals: TemplateStringsArray, ...values: readonly TextValue[]): MessageContent<"text"> {
  if (!literals.raw) {
    throw new TypeError("text is a template tag: text`Hello`");
  }
  let written = "";
  values.forEach((value, index) => {
    const literal = literals[index] as string;
    const tag = Object(value)[TAG];
    if (!tag && !/^(st|n|b)/.test(typeof value)) {
      throw new TypeError(`text: value ${index + 1} must be a string, number or at(), got ${typeof value}`);
    }
    const open = literal.search(LEFT_OPEN);
    const end = open < 0 ? literal.length : open;
    const rest = literal.slice(end);
    // One character alone is left to style a mention with: `**${at(id)}**`.
    written += literal.slice(0, end) + (tag ? (rest[1] ? inert(rest) : rest) + tag : inert(rest + value));
  });
  return toContent("text", { text: written + literals[values.length] });
}
