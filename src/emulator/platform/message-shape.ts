import { flag, listOf, objectOf, oneOf, optional, type Shape, text } from "./shape.ts";
import type { EmulatedMention, EmulatedMessage, EmulatedReaction } from "./types.ts";

const texts = listOf(text);

/** A saved message. */
export const MESSAGE: Shape = objectOf<EmulatedMessage>({
  message_id: text,
  chat_id: text,
  msg_type: text,
  content: text,
  text,
  sender: objectOf<EmulatedMessage["sender"]>({
    id: text,
    id_type: oneOf("open_id", "app_id"),
    sender_type: oneOf("user", "app"),
    tenant_key: text,
  }),
  create_time: text,
  parent_id: optional(text),
  root_id: optional(text),
  thread_id: optional(text),
  mentions: optional(
    listOf(objectOf<EmulatedMention>({ key: text, id: text, id_type: oneOf("open_id"), name: text, tenant_key: text })),
  ),
  card_id: optional(text),
  update_time: optional(text),
  deleted: optional(flag),
  updated: optional(flag),
  reactions: optional(listOf(objectOf<EmulatedReaction>({ emoji_type: text, users: texts }))),
  pinned: optional(flag),
  read_by: optional(texts),
});
