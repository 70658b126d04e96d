import { withoutMentions } from "../base/index.ts";
import { type Block, fromBlock, isHeading, toBlocks } from "./blocks.ts";
import { type MessageContent, textOf, toContent } from "./content.ts";

/** The client draws headings of the levels 1 to 3 larger than anything around them. */
const LARGE_HEADING = /^#{1,3}\s/;

/** The start of an entity that decodes to a part of a mention. */
const ENTITY = /&(?=#|lt)/gi;

/** Code in the one form that a post knows: three backticks, and the language right behind them. */
function toFenced({ head, lines }: Block): Block {
  const [, indent = "", language = ""] = /^(\s*)[`~]+\s*([^\s`]*)/.exec(head) ?? [];
  // Code that contains a fence needs a longer one around it.
  const [longest] = lines.join("\n").match(/`{3,}/g)?.sort().reverse() ?? [];
  const fence = longest ? `\`${longest}` : "```";
  return { head: indent + fence + language, lines, tail: indent + fence };
}

/**
 * Writes Markdown as a post, for the answers of a model.
 *
 * Headings become smaller where there are large ones, fences get the form that a post shows, and one that is open is
 * closed. Bold, italics, links, lists, quotes, code and rules are shown; tables and pictures of the web are not. A
 * single line break is a space, as everywhere in Markdown.
 *
 * An `<at>` tag in the text is shown as it is written, since a text from outside must not call everyone: mention with
 * a node of a `post`. The content may have 30 KB; `send` splits a longer text.
 *
 * @throws {TypeError} `source` is not a text, or it is empty.
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-content-description/create_json 发送消息内容结构
 */
export function markdown(source: string): MessageContent<"post"> {
  const blocks = toBlocks(textOf("markdown", "source", source));
  const isLarge = blocks.some(({ tail, lines: [line = ""] }) => !tail && LARGE_HEADING.test(line));
  const shown = blocks.map((block) => {
    const { head, lines, tail } = block;
    if (tail) {
      return toFenced(block);
    }
    const [line = ""] = lines;
    const isSmaller = isLarge && !head && isHeading(line);
    const smaller = line.replace(/^#+/, /^#\s/.test(line) ? "####" : "#####");
    return isSmaller ? { ...block, lines: [smaller, ...lines.slice(1)] } : block;
  });
  // Code is full of entities, which mean something only outside of it.
  const texts = shown.map((block) => {
    const text = withoutMentions(fromBlock(block));
    return block.tail ? text : text.replace(ENTITY, "&\u200B");
  });
  // One blank line says as much as several, behind a heading and anywhere else.
  const kept = shown.flatMap(({ tail }, index) => {
    const one = tail ? (texts[index] as string) : (texts[index] as string).replace(/\n{3,}/g, "\n\n");
    return one.trim() || texts[index - 1]?.trim() ? one : [];
  });
  return toContent("post", { zh_cn: { content: [[{ tag: "md", text: kept.join("\n") }]] } });
}
