import { parseObject } from "../base/index.ts";
import { type MessageContent, splitMarkdown } from "../message/index.ts";

/** The platform allows a request of 150 KB for a text and of 30 KB for a post. The ids in it take a part. */
const limitOf = ({ msg_type }: MessageContent): number => (msg_type === "text" ? 149 : 29) * 1024;

const fits = (content: MessageContent): boolean =>
  new TextEncoder().encode(JSON.stringify(content)).length <= limitOf(content);

/**
 * Divides a text, or a post of Markdown alone, that is too large. Other content stays whole, and the platform refuses it
 * if it is too large.
 */
export function toParts(content: MessageContent): MessageContent[] {
  const texts: unknown[] = [];
  if (!/^(text|post)$/.test(content.msg_type) || fits(content)) {
    return [content];
  }
  const value = parseObject(content.content);
  const wrap = (replace: (text: string) => unknown): MessageContent => ({
    ...content,
    content: JSON.stringify(value, (key, part) => (key === "text" ? replace(part) : part)),
  });
  // In JSON within JSON a quote takes four bytes: how much fits shows when it is tried.
  const split = (text: string, maxBytes: number): MessageContent[] =>
    splitMarkdown(text, { maxBytes }).flatMap((piece) => {
      const part = wrap(() => piece);
      return fits(part) || maxBytes < 99 ? part : split(piece, Math.floor(maxBytes / 2));
    });
  wrap((text) => texts.push(text));
  return texts.length === 1 ? split(`${texts[0]}`, limitOf(content)) : [content];
}

/** The words of a post as a text message, in which nothing mentions, links or styles. */
export function toText({ content }: MessageContent): MessageContent {
  const words: string[] = [];
  JSON.stringify(parseObject(content), (key, part) => {
    if (/^(title|text|user_name)$/.test(key)) {
      words.push(part);
    } else if (Array.isArray(part) && key !== "style") {
      // A row, or all of them.
      words.push("\n");
    }
    return part;
  });
  const text = words
    .join("")
    .trim()
    .replace(/[<&*~@\]]/g, "$&\u200B");
  return { msg_type: "text", content: JSON.stringify({ text }) };
}
