import type { Delivery, EmulatedChat, EmulatedUser } from "../platform/types.ts";
import { chatRecordOf, emitChat } from "../services/im/chat-record.ts";
import { membershipFields } from "./membership.ts";
import { type Stage, sendEvent } from "./stage.ts";

/** The owner disbands a group. */
export async function disband(stage: Stage, user: EmulatedUser, chat: EmulatedChat): Promise<Delivery[]> {
  if (chat.dissolved) {
    throw new TypeError(`disband: chat ${chat.chatId} was disbanded`);
  }
  if (chatRecordOf(stage.state, chat).owner !== user.openId) {
    throw new TypeError(`disband: ${user.name} does not own chat ${chat.chatId}`);
  }
  chat.dissolved = true;
  emitChat(stage.state, chat);
  return sendEvent(stage, chat.bots, "im.chat.disbanded_v1", membershipFields(chat, user));
}
