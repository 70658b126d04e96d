import { type MessageContent, textOf, toContent } from "./content.ts";

/** How a text of a post looks. */
export type TextStyle = "bold" | "italic" | "underline" | "lineThrough";

/** A part of a paragraph of a post. */
export type PostNode =
  | {
      readonly tag: "text";
      readonly text: string;
      readonly un_escape?: boolean | undefined;
      readonly style?: readonly TextStyle[] | undefined;
    }
  | {
      readonly tag: "a";
      readonly text: string;
      readonly href: string;
      readonly style?: readonly TextStyle[] | undefined;
    }
  | {
      readonly tag: "at";
      readonly user_id: string;
      readonly user_name?: string | undefined;
      readonly style?: readonly TextStyle[] | undefined;
    }
  | { readonly tag: "img"; readonly image_key: string }
  | { readonly tag: "media"; readonly file_key: string; readonly image_key?: string | undefined }
  | { readonly tag: "emotion"; readonly emoji_type: string }
  | { readonly tag: "code_block"; readonly text: string; readonly language?: string | undefined }
  | { readonly tag: "hr" }
  | { readonly tag: "md"; readonly text: string };

/** A paragraph of a post: its parts, or the only one. A string is a `text` node, which shows it exactly. */
export type PostParagraph = string | PostNode | readonly (string | PostNode)[];

/** A post in one language. */
export interface PostBody {
  readonly title?: string | undefined;
  readonly content: readonly PostParagraph[];
}

/** A post by language, for example `zh_cn` and `en_us`. Readers see their own. */
export type PostLanguages = Readonly<Record<string, PostBody>>;

/** What each node needs, and whether it fills its paragraph. */
const NODES: Readonly<Record<string, { needs: readonly string[]; alone?: boolean }>> = {
  text: { needs: [] },
  a: { needs: ["text", "href"] },
  at: { needs: ["user_id"] },
  img: { needs: ["image_key"], alone: true },
  media: { needs: ["file_key"], alone: true },
  emotion: { needs: ["emoji_type"] },
  code_block: { needs: ["text"] },
  hr: { needs: [] },
  md: { needs: ["text"], alone: true },
};

/** Addresses that open a page, a mail or the client. Others (`javascript:`, `data:`) have no business in a message. */
const HREF = /^(https?|mailto|tel|lark|feishu):/i;

function checkNode(given: unknown, place: string, isAlone: boolean): PostNode {
  const node = typeof given === "string" ? { tag: "text", text: given } : (given as Record<string, unknown>);
  const tag = Object(node).tag;
  if (!Object.hasOwn(NODES, tag)) {
    throw new TypeError(`post: ${place}.tag must be one of ${Object.keys(NODES).join(", ")}, got ${tag}`);
  }
  const { needs, alone } = NODES[tag] as (typeof NODES)[string];
  if (alone && !isAlone) {
    throw new TypeError(`post: ${place} is a node ${tag}, which must be alone in its paragraph`);
  }
  for (const field of needs) {
    textOf("post", `${place}.${field}`, node[field]);
  }
  if (tag === "text" && typeof node.text !== "string") {
    throw new TypeError(`post: ${place}.text must be a string, got ${typeof node.text}`);
  }
  if (tag === "a" && !HREF.test(node.href as string)) {
    throw new TypeError(`post: ${place}.href must begin with https:, http:, mailto:, tel:, lark: or feishu:`);
  }
  return node as unknown as PostNode;
}

function checkBody({ title, content }: Partial<PostBody>, place: string): object {
  if (title !== undefined && typeof title !== "string") {
    throw new TypeError(`post: ${place}title must be a string, got ${typeof title}`);
  }
  if (!Array.isArray(content)) {
    throw new TypeError(`post: ${place}content must be a list of paragraphs, got ${typeof content}`);
  }
  const paragraphs = content.map((paragraph, row) => {
    const nodes = [paragraph].flat();
    return nodes.map((node, column) => checkNode(node, `${place}content[${row}][${column}]`, nodes.length === 1));
  });
  return { title, content: paragraphs };
}

/**
 * Writes a post: paragraphs of text, links, mentions, pictures, code and Markdown.
 *
 * A string is exact text: nothing in it mentions, links or styles. A mention made by `at` notifies; `<at>` inside an
 * `md` node only shows a name. Nodes `img`, `media` and `md` fill their paragraph. The content may have 30 KB; `send`
 * splits a longer post.
 *
 * @param content - Paragraphs in one language, or a body by language.
 * @param title - Title of the paragraphs; a body by language has its own.
 * @throws {TypeError} A node is unknown, a field is missing, a link has another scheme, or a node is not alone.
 * @example
 * post([
 *   ["Build ", { tag: "a", text: "812", href }, " failed, ", at(openId)],
 *   { tag: "code_block", language: "BASH", text: log },
 * ]);
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-content-description/create_json 发送消息内容结构
 */
export function post(content: readonly PostParagraph[] | PostLanguages, title?: string): MessageContent<"post"> {
  if (Array.isArray(content)) {
    return toContent("post", { zh_cn: checkBody({ title, content }, "") });
  }
  const bodies = Object.entries<Partial<PostBody> | null>(Object(content));
  if (!bodies.length) {
    throw new TypeError("post: content must be a list of paragraphs, or bodies by language");
  }
  const checked = bodies.map(([language, body]) => [language, checkBody(body ?? {}, `${language}.`)]);
  return toContent("post", Object.fromEntries(checked));
}
