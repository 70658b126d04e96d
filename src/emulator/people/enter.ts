import { userIds } from "../delivery/events.ts";
import type { Delivery, EmulatedChat, EmulatedUser } from "../platform/types.ts";
import { type Stage, sendEvent } from "./stage.ts";

/** A person opens the p2p chat with a bot. */
export async function enter(stage: Stage, user: EmulatedUser, chat: EmulatedChat): Promise<Delivery[]> {
  if (chat.chatType !== "p2p" || !chat.users.some(({ openId }) => openId === user.openId)) {
    throw new TypeError(`enter: ${chat.chatId} is no p2p chat of ${user.name}`);
  }
  const last = stage.state.transcripts.get(chat.chatId)?.at(-1);
  return sendEvent(stage, chat.bots, "im.chat.access_event.bot_p2p_chat_entered_v1", {
    chat_id: chat.chatId,
    operator_id: userIds(user),
    ...(last && { last_message_id: last.message_id, last_message_create_time: last.create_time }),
  });
}
