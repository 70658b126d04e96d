import type { Delivery, EmulatedApp, EmulatedChat, EmulatedUser } from "../platform/types.ts";
import { emitChat } from "../services/im/chat-record.ts";
import { memberFields } from "../services/im/events.ts";
import { join } from "../services/im/member.ts";
import { membershipFields } from "./membership.ts";
import { type Stage, sendEvent } from "./stage.ts";

/** A person (`by`, default: the chat's first member) adds people to a chat. */
export async function addMembers(
  stage: Stage,
  chat: EmulatedChat,
  users: readonly EmulatedUser[],
  by?: EmulatedUser,
): Promise<Delivery[]> {
  const added = users.filter(({ openId }) => !chat.users.some((member) => member.openId === openId));
  if (added.length === 0) {
    return [];
  }
  join(chat, added, []);
  emitChat(stage.state, chat);
  const event = { ...membershipFields(chat, by), users: memberFields(added) };
  return sendEvent(stage, chat.bots, "im.chat.member.user.added_v1", event);
}

/** A person adds an app's bot to a chat. */
export async function addBot(
  stage: Stage,
  chat: EmulatedChat,
  app?: EmulatedApp,
  by?: EmulatedUser,
): Promise<Delivery[]> {
  const { appId } = stage.recordOf(app).app;
  if (chat.bots.includes(appId)) {
    return [];
  }
  join(chat, [], [appId]);
  emitChat(stage.state, chat);
  return sendEvent(stage, [appId], "im.chat.member.bot.added_v1", membershipFields(chat, by));
}
