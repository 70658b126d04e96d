import type { JsonObject } from "../base/index.ts";
import { inOneLanguage, isObject, listOf, textIn } from "./fields.ts";
import type { PostNode } from "./post.ts";
import type { ReadMention } from "./received.ts";

const isBody = (value: unknown): boolean =>
  isObject(value) && ["title", "content", "content_v2"].some((name) => Object.hasOwn(value, name));

/** The body of a post: flat, by language, or by language within `post`. */
function bodyOf(post: unknown): JsonObject {
  const { post: inner = post } = isObject(post) ? post : {};
  const body = isBody(inner) ? inner : inOneLanguage(inner, isBody);
  return isObject(body) ? body : {};
}

/** The text fields that a node is made of: the first one it cannot do without. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  text: ["text"],
  a: ["text", "href"],
  at: ["user_id", "user_name"],
  img: ["image_key"],
  media: ["file_key", "image_key"],
  emotion: ["emoji_type"],
  code_block: ["text", "language"],
  hr: [],
  md: ["text"],
};

/** Whom a node `at` names: readers get a key, and the name with the message's mentions. */
function idOf(key: string, mentions: readonly ReadMention[]): { user_id: string; user_name?: string } {
  const { open_id, union_id, user_id, name } = mentions.find((mention) => mention.key === key) ?? {};
  const id = open_id ?? union_id ?? user_id ?? (key === "@_all" ? "all" : key);
  return { user_id: id, ...(name && { user_name: name }) };
}

function readNode(given: unknown, mentions: readonly ReadMention[]): PostNode[] {
  if (!isObject(given)) {
    return [];
  }
  const tag = typeof given.tag === "string" ? given.tag : "";
  const isKnown = Object.hasOwn(FIELDS, tag);
  const fields = (isKnown && FIELDS[tag]) || ["text"];
  const read: Record<string, unknown> = Object.fromEntries(
    fields.flatMap((name) => (typeof given[name] === "string" ? [[name, given[name]]] : [])),
  );
  if (tag !== "hr" && read[fields[0] as string] === undefined) {
    return [];
  }
  const style = listOf(given.style).filter((one) => typeof one === "string");
  const node = {
    tag: isKnown ? tag : "text",
    ...read,
    ...(tag === "a" && { href: textIn(given, "href") }),
    ...(tag === "at" && idOf(textIn(given, "user_id"), mentions)),
    ...(given.un_escape === true && { un_escape: true }),
    ...(style.length && { style }),
  };
  return [node as PostNode];
}

/**
 * Reads the paragraphs of a post. `content_v2`, which keeps Markdown, goes before `content`.
 *
 * Mentions get their ids in place of their keys. A node of an unknown kind is its text.
 */
export function readPost(
  post: unknown,
  mentions: readonly ReadMention[],
): { title: string; content: PostNode[][] } | undefined {
  const { title, content, content_v2 } = bodyOf(post);
  const paragraphs = [content_v2, content].find((one) => Array.isArray(one) && one.length > 0);
  if (!paragraphs && typeof title !== "string" && !Array.isArray(content)) {
    return;
  }
  return {
    title: typeof title === "string" ? title : "",
    content: ((paragraphs as unknown[] | undefined) ?? []).map((paragraph) =>
      [paragraph].flat().flatMap((node) => readNode(node, mentions)),
    ),
  };
}
