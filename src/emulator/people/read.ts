import { userIds } from "../delivery/events.ts";
import type { Delivery, EmulatedMessage, EmulatedUser } from "../platform/types.ts";
import { readMessage } from "../services/im/reader.ts";
import { messageFor, type Stage, sendEvent } from "./stage.ts";

/** A person reads a message. In a p2p chat the bot that sent it gets an event. */
export async function read(stage: Stage, user: EmulatedUser, given: EmulatedMessage | string): Promise<Delivery[]> {
  const { state } = stage;
  const { message, chat } = messageFor(stage, "read", user, given);
  if (message.sender.id === user.openId || !readMessage(state, message, user.openId)) {
    return [];
  }
  if (chat.chatType !== "p2p" || message.sender.sender_type !== "app") {
    return [];
  }
  return sendEvent(stage, [message.sender.id], "im.message.message_read_v1", {
    reader: { reader_id: userIds(user), read_time: String(state.now()), tenant_key: user.tenantKey },
    message_id_list: [message.message_id],
  });
}
