import type { Delivery, EmulatedMessage, EmulatedUser } from "../platform/types.ts";
import { recallMessage } from "../services/im/change.ts";
import { chatRecordOf } from "../services/im/chat-record.ts";
import { recallEvent } from "../services/im/events.ts";
import { messageFor, type Stage, sendEvent } from "./stage.ts";

/** A person recalls a message: their own, or any in a chat that they own or manage. */
export async function recall(stage: Stage, user: EmulatedUser, given: EmulatedMessage | string): Promise<Delivery[]> {
  const { state } = stage;
  const { message, chat } = messageFor(stage, "recall", user, given);
  const { owner, managers } = chatRecordOf(state, chat);
  const isOwn = message.sender.id === user.openId;
  if (!isOwn && owner !== user.openId && !managers.includes(user.openId)) {
    throw new TypeError(`recall: ${user.name} neither sent the message nor owns or manages the chat`);
  }
  recallMessage(state, message);
  const type = isOwn ? "message_owner" : owner === user.openId ? "group_owner" : "group_manager";
  return sendEvent(stage, chat.bots, "im.message.recalled_v1", recallEvent(message, type, state.now()));
}
