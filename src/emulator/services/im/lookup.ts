import { imParameterError, PlatformError } from "../../errors.ts";
import type { Call } from "../../router.ts";
import type { State } from "../../state.ts";
import type { EmulatedChat, EmulatedMessage, EmulatedUser } from "../../types.ts";

export const RECEIVE_ID_TYPES = ["open_id", "user_id", "union_id", "email", "chat_id"] as const;
export type ReceiveIdType = (typeof RECEIVE_ID_TYPES)[number];

/** Ids with a fixed beginning; an id of another kind is refused by its shape. */
const PREFIXES: Partial<Record<ReceiveIdType, string>> = { open_id: "ou_", union_id: "on_", chat_id: "oc_" };

const unknownReceiver = (): PlatformError => new PlatformError(230034, "The receive_id is invalid.");

/** The chat, if it is in the caller's tenant and the caller's bot is in it. */
export function botChat(call: Call, chatId: string): EmulatedChat {
  const chat = call.state.chats.get(chatId);
  if (chat === undefined || chat.tenantKey !== call.caller.tenantKey) throw imParameterError("invalid container_id");
  if (!chat.bots.includes(call.caller.app.app.appId)) {
    throw new PlatformError(230002, "The bot can not be outside the group.");
  }
  return chat;
}

export function findMessage(call: Call, messageId: string): EmulatedMessage {
  const message = call.state.messages.get(messageId);
  const chat = message && call.state.chats.get(message.chat_id);
  if (message === undefined || chat?.tenantKey !== call.caller.tenantKey) throw imParameterError("invalid message_id");
  return message;
}

/** The p2p chat of a person and a bot; opened when it does not exist. */
export function openP2p(state: State, user: EmulatedUser, appId: string): EmulatedChat {
  for (const chat of state.chats.values()) {
    if (
      chat.chatType === "p2p" &&
      chat.bots.includes(appId) &&
      chat.users.some((member) => member.openId === user.openId)
    ) {
      return chat;
    }
  }
  const chat: EmulatedChat = {
    chatId: `oc_${state.ids.hex("chat", 32)}`,
    chatType: "p2p",
    name: user.name,
    tenantKey: user.tenantKey,
    users: [user],
    bots: [appId],
  };
  state.chats.set(chat.chatId, chat);
  state.changes.tell({ type: "chat", chat });
  return chat;
}

/** The chat that `receive_id` means. */
export function findReceiver(call: Call, type: ReceiveIdType, id: string): EmulatedChat {
  const prefix = PREFIXES[type];
  if (prefix !== undefined && !id.startsWith(prefix)) throw imParameterError("invalid receive_id");
  const { state, caller } = call;
  if (type === "chat_id") {
    if (state.chats.get(id)?.tenantKey !== caller.tenantKey) throw unknownReceiver();
    return botChat(call, id);
  }
  for (const user of state.users.values()) {
    const known = {
      open_id: user.openId,
      union_id: user.unionId,
      user_id: user.userId,
      email: user.email || undefined,
    }[type];
    if (known === id && user.tenantKey === caller.tenantKey) return openP2p(state, user, caller.app.app.appId);
  }
  throw unknownReceiver();
}
