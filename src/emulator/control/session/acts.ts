import type { CardToast } from "../../index.ts";
import { type Json, listIn, objectIn, type SessionEntry, textIn } from "./entry.ts";

/** A message of a person or a bot. */
export interface Spoken {
  readonly id: string;
  readonly chat: string;
  /** An open id, or the id of an app. */
  readonly sender: string;
  readonly isBot: boolean;
  readonly msgType: string;
  /** JSON. Empty for a message of a bot. */
  readonly content: string;
  readonly text: string;
  readonly parent: string;
  readonly thread: string;
  readonly mentions: readonly { key: string; id: string; name: string; isBot: boolean }[];
}

/** What a person does. `user` is an open id. */
export type Act = { readonly user: string } & (
  | { readonly kind: "say"; readonly message: Spoken }
  | {
      readonly kind: "click";
      readonly message: string;
      readonly action: Json;
      readonly version: "v1" | "v2";
      readonly toast: CardToast | undefined;
    }
  | { readonly kind: "react"; readonly message: string; readonly emoji: string; readonly isOn: boolean }
  | { readonly kind: "recall" | "read"; readonly message: string }
  | { readonly kind: "enter" | "disband" }
  | { readonly kind: "members"; readonly users: readonly { openId: string; name: string }[]; readonly isAdded: boolean }
  | { readonly kind: "bot"; readonly isAdded: boolean }
  | { readonly kind: "menu"; readonly key: string }
);

const openIdIn = (value: unknown): string => textIn(objectIn(value).open_id);

/** A message of an event. */
function received(event: Json): Spoken {
  const message = objectIn(event.message);
  const content = textIn(message.content);
  return {
    id: textIn(message.message_id),
    chat: textIn(message.chat_id),
    sender: openIdIn(objectIn(event.sender).sender_id),
    isBot: false,
    msgType: textIn(message.message_type),
    content,
    text: content,
    parent: textIn(message.parent_id),
    thread: textIn(message.thread_id),
    mentions: listIn(message.mentions).map(({ key, id, name, mentioned_type }) => ({
      ...{ key: textIn(key), id: openIdIn(id), name: textIn(name), isBot: mentioned_type === "bot" },
    })),
  };
}

/** A message of a note. */
export function noted(note: Json): Spoken {
  const { id, sender_type } = objectIn(note.sender);
  return {
    id: textIn(note.message_id),
    chat: textIn(note.chat_id),
    sender: textIn(id),
    isBot: sender_type === "app",
    msgType: textIn(note.msg_type),
    content: textIn(note.content),
    text: textIn(note.text),
    parent: textIn(note.parent_id),
    thread: textIn(note.thread_id),
    mentions: listIn(note.mentions).map(({ key, id: named, name }) => ({
      ...{ key: textIn(key), id: textIn(named), name: textIn(name), isBot: false },
    })),
  };
}

/** An act and its chat. The chat is empty where the event names none. */
export interface Acted {
  readonly chat: string;
  readonly act: Act;
}

function reaction(event: Json, isOn: boolean): Acted | undefined {
  if (event.operator_type !== "user") {
    return undefined;
  }
  const emoji = textIn(objectIn(event.reaction_type).emoji_type);
  return {
    chat: "",
    act: { kind: "react", user: openIdIn(event.user_id), message: textIn(event.message_id), emoji, isOn },
  };
}

function membership(event: Json, isAdded: boolean): Acted {
  const users = listIn(event.users).map(({ name, user_id }) => ({ openId: openIdIn(user_id), name: textIn(name) }));
  const act: Act = { kind: "members", user: openIdIn(event.operator_id), users, isAdded };
  return { chat: textIn(event.chat_id), act };
}

const ofChat = (event: Json, act: Act): Acted => ({ chat: textIn(event.chat_id), act });

/** The act behind an event, by its type. */
const READERS: Readonly<Record<string, (event: Json, entry: SessionEntry) => Acted | undefined>> = {
  "im.message.receive_v1": (event) => {
    const message = received(event);
    return { chat: message.chat, act: { kind: "say", user: message.sender, message } };
  },
  "card.action.trigger": (event, { toast }) => {
    const { open_message_id, open_chat_id } = objectIn(event.context);
    const [user, message, action] = [openIdIn(event.operator), textIn(open_message_id), objectIn(event.action)];
    return { chat: textIn(open_chat_id), act: { kind: "click", user, message, action, version: "v2", toast } };
  },
  "card.action.trigger_v1": (_, { payload, toast }) => {
    const { open_id, open_message_id, open_chat_id, action: given } = payload;
    const [user, message, action] = [textIn(open_id), textIn(open_message_id), objectIn(given)];
    return { chat: textIn(open_chat_id), act: { kind: "click", user, message, action, version: "v1", toast } };
  },
  "im.message.reaction.created_v1": (event) => reaction(event, true),
  "im.message.reaction.deleted_v1": (event) => reaction(event, false),
  // The event does not say who recalled it: the sender, as far as the test knows.
  "im.message.recalled_v1": (event) => ofChat(event, { kind: "recall", user: "", message: textIn(event.message_id) }),
  "im.message.message_read_v1": (event) => {
    const [message] = Array.isArray(event.message_id_list) ? event.message_id_list : [];
    return {
      chat: "",
      act: { kind: "read", user: openIdIn(objectIn(event.reader).reader_id), message: textIn(message) },
    };
  },
  "im.chat.access_event.bot_p2p_chat_entered_v1": (event) =>
    ofChat(event, { kind: "enter", user: openIdIn(event.operator_id) }),
  "im.chat.disbanded_v1": (event) => ofChat(event, { kind: "disband", user: openIdIn(event.operator_id) }),
  "im.chat.member.user.added_v1": (event) => membership(event, true),
  "im.chat.member.user.deleted_v1": (event) => membership(event, false),
  "im.chat.member.bot.added_v1": (event) =>
    ofChat(event, { kind: "bot", user: openIdIn(event.operator_id), isAdded: true }),
  "im.chat.member.bot.deleted_v1": (event) =>
    ofChat(event, { kind: "bot", user: openIdIn(event.operator_id), isAdded: false }),
  "application.bot.menu_v6": (event) => ({
    chat: "",
    act: { kind: "menu", user: openIdIn(objectIn(event.operator).operator_id), key: textIn(event.event_key) },
  }),
};

/** What a person did, as an event tells it. Undefined for events that no person of a chat causes. */
export function actOf(entry: SessionEntry): Acted | undefined {
  const read = Object.hasOwn(READERS, entry.type) ? READERS[entry.type] : undefined;
  return read?.(objectIn(entry.payload.event), entry);
}
