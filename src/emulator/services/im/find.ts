import { imParameterError, PlatformError, violation } from "../../gateway/errors.ts";
import type { Call } from "../../gateway/route.ts";
import { asText } from "../../platform/json.ts";
import type { State } from "../../platform/state.ts";
import type { EmulatedChat, EmulatedMessage, EmulatedUser } from "../../platform/types.ts";
import { imError } from "./errors.ts";
import { isInChat, isMember } from "./operator.ts";

export type ReceiveIdType = "open_id" | "user_id" | "union_id" | "email" | "chat_id" | "thread_id";

/** Ids with a fixed beginning; an id of another kind is refused by its shape. */
const PREFIXES: Partial<Record<ReceiveIdType, string>> = {
  open_id: "ou_",
  union_id: "on_",
  chat_id: "oc_",
  thread_id: "omt_",
};

/** The chat, if it is in the caller's tenant and the caller is in it. */
export function memberChat(call: Call, chatId: string): EmulatedChat {
  const chat = call.state.chats.get(chatId);
  if (chat === undefined || chat.tenantKey !== call.caller.tenantKey) {
    throw imParameterError("invalid container_id");
  }
  if (!isInChat(call, chat)) {
    throw imError(230002);
  }
  return chat;
}

/** A chat that can be written to. */
export function openChat(call: Call, chatId: string): EmulatedChat {
  const chat = memberChat(call, chatId);
  if (chat.dissolved) {
    throw imError(232009);
  }
  return chat;
}

/** A message of the caller's company, in whichever chat. */
export function lookUpMessage(call: Call, messageId: unknown): EmulatedMessage | undefined {
  const message = call.state.messages.get(asText(messageId));
  const chat = message && call.state.chats.get(message.chat_id);
  return chat?.tenantKey === call.caller.tenantKey ? message : undefined;
}

/** 99992354: the text in the place of a message's id is none. */
function noMessageId(id: string): PlatformError {
  const refusal = "The request you send is not a valid {open_message_id} or not exists";
  return new PlatformError(
    99992354,
    `${refusal}, and the example value is {om_dc1325fb1c5ff33e}. Invalid ids: [${id}]`,
    {
      violations: [violation("message_id", id, `${id} is not a valid open_message_id`)],
    },
  );
}

export function findMessage(call: Call, messageId: unknown): EmulatedMessage {
  if (!asText(messageId).startsWith("om_")) {
    throw noMessageId(asText(messageId));
  }
  const message = lookUpMessage(call, messageId);
  if (message === undefined) {
    throw imParameterError("invalid message_id");
  }
  return message;
}

/** The message that the path names, in a chat that the caller is in. */
export function messageAt(call: Call): EmulatedMessage {
  const message = findMessage(call, call.input.path.message_id);
  memberChat(call, message.chat_id);
  return message;
}

/** The p2p chat of a person and a bot (app id) or of two people; opened when it does not exist. */
export function openP2p(state: State, user: EmulatedUser, other: string | EmulatedUser): EmulatedChat {
  const others = typeof other === "string" ? [other] : [other.openId];
  for (const chat of state.chats.values()) {
    const isTheirs = [user.openId, ...others].every((id) => isMember(chat, id));
    if (chat.chatType === "p2p" && isTheirs && (typeof other === "string" || chat.bots.length === 0)) {
      return chat;
    }
  }
  const chat: EmulatedChat = {
    chatId: `oc_${state.ids.hex("chat", 32)}`,
    chatType: "p2p",
    name: user.name,
    tenantKey: user.tenantKey,
    users: typeof other === "string" ? [user] : [other, user],
    bots: typeof other === "string" ? [other] : [],
  };
  state.chats.set(chat.chatId, chat);
  state.changes.emit({ type: "chat", chat });
  return chat;
}

/** Where a message goes: a chat, and for a thread the message it begins with. */
export interface Receiver {
  chat: EmulatedChat;
  root?: EmulatedMessage;
}

function findThread(call: Call, id: string): Receiver {
  for (const root of call.state.messages.values()) {
    if (root.thread_id === id) {
      return { chat: openChat(call, root.chat_id), root };
    }
  }
  throw imError(230034);
}

/** The chat that `receive_id` means. */
export function findReceiver(call: Call, type: ReceiveIdType, id: string): Receiver {
  const prefix = PREFIXES[type];
  if (prefix !== undefined && !id.startsWith(prefix)) {
    throw imParameterError("invalid receive_id");
  }
  const { state, caller } = call;
  if (type === "thread_id") {
    return findThread(call, id);
  }
  if (type === "chat_id") {
    if (state.chats.get(id)?.tenantKey !== caller.tenantKey) {
      throw imError(230034);
    }
    return { chat: openChat(call, id) };
  }
  for (const user of state.users.values()) {
    const known = {
      open_id: user.openId,
      union_id: user.unionId,
      user_id: user.userId,
      email: user.email || undefined,
    }[type];
    if (known === id && user.tenantKey === caller.tenantKey) {
      return { chat: openP2p(state, user, caller.user ?? caller.app.app.appId) };
    }
  }
  throw imError(230034);
}
