import { type JsonObject, parseObject } from "../base/index.ts";
import type { MessageContent } from "../message/index.ts";

/** A message as the address of a custom bot takes it: `content` is an object, and a card stands beside it. */
export interface WebhookBody {
  readonly msg_type: string;
  readonly content?: object;
  readonly card?: object;
}

const WRITERS: Readonly<Record<string, (content: JsonObject) => Omit<WebhookBody, "msg_type">>> = {
  text: (content) => ({ content }),
  post: (post) => ({ content: { post } }),
  image: (content) => ({ content }),
  share_chat: ({ chat_id }) => ({ content: { share_chat_id: chat_id } }),
  interactive: (card) => ({ card }),
};

/** Texts in which the platform looks for keywords. */
const SEEN = /^(text|title|content)$/;

function hasKeyword(content: JsonObject, keyword: string): boolean {
  let found = false;
  JSON.stringify(content, (key, value) => {
    found ||= SEEN.test(key) && typeof value === "string" && value.includes(keyword);
    return value;
  });
  return found;
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Adds a line with the keyword, where there is room for words. */
const ADDERS: Readonly<Record<string, (content: JsonObject, keyword: string) => JsonObject>> = {
  text: ({ text }, keyword) => ({ text: `${text}\n${keyword}` }),
  post: (post, keyword) =>
    Object.fromEntries(
      Object.entries(post).map(([language, body]) => {
        const { content, ...rest } = Object(body);
        return [language, { ...rest, content: [...listOf(content), [{ tag: "text", text: keyword }]] }];
      }),
    ),
  interactive: (card, keyword) => {
    const line = { tag: "markdown", content: keyword };
    const { elements, ...rest } = Object(card.body);
    return card.schema === "2.0"
      ? { ...card, body: { ...rest, elements: [...listOf(elements), line] } }
      : { ...card, elements: [...listOf(card.elements), line] };
  },
};

function withKeyword(type: string, content: JsonObject, keyword: string): JsonObject {
  if (hasKeyword(content, keyword)) {
    return content;
  }
  const add = Object.hasOwn(ADDERS, type) && content.type !== "template" ? ADDERS[type] : undefined;
  if (!add) {
    throw new TypeError(`customBot: ${type} has no room for the keyword, without which the platform refuses it`);
  }
  return add(content, keyword);
}

/**
 * Writes a message as a custom bot sends it.
 *
 * @throws {TypeError} A custom bot cannot send this type, an entity of CardKit, or a type without words where it has a
 *   keyword.
 */
export function toBody({ msg_type, content: text }: MessageContent, keyword: string | undefined): WebhookBody {
  const write = Object.hasOwn(WRITERS, msg_type) ? WRITERS[msg_type] : undefined;
  if (!write) {
    throw new TypeError(`customBot: expected ${Object.keys(WRITERS).join(", ")}, got ${msg_type}`);
  }
  const content = parseObject(text);
  if (!content) {
    throw new TypeError(
      "customBot: content must be the JSON text of an object, as builders of lark-edge/message make it",
    );
  }
  if (msg_type === "interactive" && content.type === "card") {
    throw new TypeError("customBot: a card entity can be sent by an app only, send its JSON");
  }
  return { msg_type, ...write(keyword ? withKeyword(msg_type, content, keyword) : content) };
}
