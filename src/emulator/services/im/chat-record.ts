import type { Call } from "../../gateway/route.ts";
import { asText } from "../../platform/json.ts";
import type { State } from "../../platform/state.ts";
import type { EmulatedChat } from "../../platform/types.ts";
import { imError } from "./errors.ts";
import { isInChat, operatorOf } from "./operator.ts";
import type { ChatRecord } from "./state.ts";
import { imOf } from "./state.ts";

/** What belongs to a chat. The first person owns a group that `addChat` made. */
export function chatRecordOf(state: State, chat: EmulatedChat): ChatRecord {
  const known = imOf(state).chats.get(chat.chatId);
  if (known !== undefined) {
    return known;
  }
  const owner = chat.chatType === "group" ? (chat.users[0]?.openId ?? chat.bots[0]) : undefined;
  const record: ChatRecord = { managers: [], fields: {}, createdAt: state.now(), ...(owner && { owner }) };
  imOf(state).chats.set(chat.chatId, record);
  return record;
}

/** Owner, manager, or the app that made it. */
export function hasAuthority(call: Call, { owner, managers, creator }: ChatRecord): boolean {
  const { id } = operatorOf(call);
  return owner === id || creator === id || managers.includes(id);
}

/** A chat of the caller's company that is not disbanded. */
export function chatAt(call: Call): EmulatedChat {
  const chat = call.state.chats.get(asText(call.input.path.chat_id));
  if (chat === undefined) {
    throw imError(232006);
  }
  if (chat.tenantKey !== call.caller.tenantKey) {
    throw imError(232010);
  }
  if (chat.dissolved) {
    throw imError(232009);
  }
  return chat;
}

/** A chat that the caller is in. */
export function memberChatAt(call: Call): EmulatedChat {
  const chat = chatAt(call);
  if (!isInChat(call, chat)) {
    throw imError(232011);
  }
  return chat;
}

/** A group that the caller is in; p2p chats have nothing to change. */
export function groupAt(call: Call): EmulatedChat {
  const chat = memberChatAt(call);
  if (chat.chatType === "p2p") {
    throw imError(232008);
  }
  return chat;
}

export const emitChat = (state: State, chat: EmulatedChat): void => state.changes.emit({ type: "chat", chat });
