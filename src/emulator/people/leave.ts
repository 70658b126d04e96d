import type { Delivery, EmulatedApp, EmulatedChat, EmulatedUser } from "../platform/types.ts";
import { emitChat } from "../services/im/chat-record.ts";
import { memberFields } from "../services/im/events.ts";
import { leave } from "../services/im/member.ts";
import { membershipFields } from "./membership.ts";
import { type Stage, sendEvent } from "./stage.ts";

/** A person (`by`, default: the chat's first member) removes people from a chat. */
export async function removeMembers(
  stage: Stage,
  chat: EmulatedChat,
  users: readonly EmulatedUser[],
  by?: EmulatedUser,
): Promise<Delivery[]> {
  const removed = users.filter(({ openId }) => chat.users.some((member) => member.openId === openId));
  if (removed.length === 0) {
    return [];
  }
  // The default operator is a member before the removal.
  const event = { ...membershipFields(chat, by), users: memberFields(removed) };
  leave(
    chat,
    removed.map(({ openId }) => openId),
  );
  emitChat(stage.state, chat);
  return sendEvent(stage, chat.bots, "im.chat.member.user.deleted_v1", event);
}

/** A person removes an app's bot from a chat. */
export async function removeBot(
  stage: Stage,
  chat: EmulatedChat,
  app?: EmulatedApp,
  by?: EmulatedUser,
): Promise<Delivery[]> {
  const { appId } = stage.recordOf(app).app;
  if (!chat.bots.includes(appId)) {
    return [];
  }
  leave(chat, [appId]);
  emitChat(stage.state, chat);
  return sendEvent(stage, [appId], "im.chat.member.bot.deleted_v1", membershipFields(chat, by));
}
