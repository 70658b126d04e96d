import type { Call } from "../../gateway/route.ts";
import { isObject, parseObject } from "../../platform/json.ts";
import type { EmulatedMessage } from "../../platform/types.ts";
import { askedIdOf } from "./operator.ts";
import { simplifiedCard } from "./simplified-card.ts";

/** Lengths are bounded, so that a text of beginnings without an end does not take the square of its length. */
const AT_TAG = /<at\s{1,9}user_id="([^"]{0,200})"\s{0,9}>.{0,500}?<\/at>|<at\s{1,9}user_id="([^"]{0,200})"\s{0,9}\/>/g;

/** A text with its `<at>` tags as the placeholders that readers get. */
export function withPlaceholders(text: string, mentions: EmulatedMessage["mentions"] = []): string {
  return text.replace(AT_TAG, (tag, long: string | undefined, short: string | undefined) => {
    const id = long ?? short ?? "";
    return id === "all" ? "@_all" : (mentions.find((mention) => mention.id === id)?.key ?? tag);
  });
}

/** Ids in the `<at>` tags of a text, each once. */
export const mentionedIds = (text: string): string[] => [
  ...new Set([...text.matchAll(AT_TAG)].map(([, long, short]) => long ?? short ?? "")),
];

/** A post as readers get it: one language, without its name, and people as placeholders. */
function toReadPost(content: string, mentions: EmulatedMessage["mentions"] = []): string {
  const sent = parseObject(content) ?? {};
  const post = Array.isArray(sent.content) ? sent : (sent.zh_cn ?? Object.values(sent)[0]);
  const { title = "", content: rows } = isObject(post) ? post : {};
  const keyOf = (id: unknown) => (id === "all" ? "@_all" : mentions.find((mention) => mention.id === id)?.key);
  const paragraphs = (Array.isArray(rows) ? rows.filter(Array.isArray) : []).map((paragraph) =>
    paragraph.map((element) => {
      const key = isObject(element) && element.tag === "at" ? keyOf(element.user_id) : undefined;
      return key === undefined ? element : { ...element, user_id: key };
    }),
  );
  return JSON.stringify({ title, content: paragraphs });
}

/** The content of a message as the API returns it. */
function toReadContent(message: EmulatedMessage, isCardAsSent: boolean): string {
  const { msg_type, content, deleted, mentions } = message;
  if (deleted) {
    return "This message was recalled";
  }
  if (msg_type === "text") {
    const sent = parseObject(content);
    return typeof sent?.text === "string" && sent.text.includes("<at")
      ? JSON.stringify({ ...sent, text: withPlaceholders(sent.text, mentions) })
      : content;
  }
  if (msg_type === "post") {
    return toReadPost(content, mentions);
  }
  if (msg_type === "interactive") {
    return isCardAsSent ? content : simplifiedCard(content);
  }
  return content;
}

/** A message as the API returns it. */
export function toWire(call: Call, message: EmulatedMessage): Record<string, unknown> {
  const { message_id, root_id, parent_id, thread_id, msg_type, create_time, chat_id, sender, mentions } = message;
  const { card_msg_content_type, with_sender_name, user_id_type = "open_id" } = call.input.query;
  const name = call.state.users.get(sender.id)?.name ?? call.state.apps.get(sender.id)?.app.name;
  return {
    message_id,
    ...(root_id === undefined ? {} : { root_id, parent_id }),
    ...(thread_id === undefined ? {} : { thread_id }),
    msg_type,
    create_time,
    update_time: message.update_time ?? create_time,
    deleted: message.deleted ?? false,
    updated: message.updated ?? false,
    chat_id,
    sender: {
      ...sender,
      ...(sender.sender_type === "user" ? { id: askedIdOf(call, sender.id), id_type: user_id_type } : {}),
      ...(with_sender_name === true && name !== undefined ? { sender_name: name } : {}),
    },
    body: { content: toReadContent(message, card_msg_content_type === "user_card_content") },
    ...(mentions === undefined
      ? {}
      : { mentions: mentions.map((one) => ({ ...one, id: askedIdOf(call, one.id), id_type: user_id_type })) }),
  };
}
