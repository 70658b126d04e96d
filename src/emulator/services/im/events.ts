import { messageEvent, userIds } from "../../delivery/events.ts";
import type { Call } from "../../gateway/route.ts";
import type { EmulatedApp, EmulatedChat, EmulatedMessage, EmulatedUser } from "../../platform/types.ts";

/** Who did something: a person, or the bot of an app. */
export type Actor = EmulatedUser | EmulatedApp;

/** Whom a request acts as, for the events that it causes. */
export const actorOf = ({ caller }: Call): Actor => caller.user ?? caller.app.app;

const isPerson = (actor: Actor): actor is EmulatedUser => "openId" in actor;

const idsOf = (actor: Actor): Record<string, string> =>
  isPerson(actor) ? userIds(actor) : { open_id: actor.botOpenId };

/** What the events of a chat begin with. */
export function chatFields(chat: EmulatedChat, by: Actor | undefined): Record<string, unknown> {
  return {
    chat_id: chat.chatId,
    ...(by === undefined ? {} : { operator_id: idsOf(by), operator_tenant_key: by.tenantKey }),
    external: false,
    name: chat.name,
  };
}

/** People in the events of a chat's members. */
export const memberFields = (users: readonly EmulatedUser[]): Record<string, unknown>[] =>
  users.map((user) => ({ name: user.name, tenant_key: user.tenantKey, user_id: userIds(user) }));

/** Body of `im.message.reaction.created_v1` and `.deleted_v1`. */
export const reactionEvent = (
  { message_id }: EmulatedMessage,
  emoji: string,
  by: Actor,
  now: number,
): Record<string, unknown> => ({
  message_id,
  reaction_type: { emoji_type: emoji },
  ...(isPerson(by) ? { operator_type: "user", user_id: userIds(by) } : { operator_type: "app", app_id: by.appId }),
  action_time: String(now),
});

/** Who recalled a message: its sender, or the owner or a manager of the chat. */
export type RecallType = "message_owner" | "group_owner" | "group_manager";

/** Body of `im.message.recalled_v1`. */
export const recallEvent = (
  { message_id, chat_id }: EmulatedMessage,
  recall_type: RecallType,
  now: number,
): Record<string, unknown> => ({ message_id, chat_id, recall_time: String(now), recall_type });

/** Scopes with which a bot receives every message of its groups. */
const ALL_MESSAGES = ["im:message.group_msg", "im:message.group_msg:readonly"];

/** Whether a bot receives a message: in a group only if it is named, or if its app has a scope for all messages. */
export function receives({ scopes }: EmulatedApp, { chatType }: EmulatedChat, isNamed: boolean): boolean {
  return chatType === "p2p" || isNamed || scopes === undefined || scopes.some((scope) => ALL_MESSAGES.includes(scope));
}

/** People and bots that a message names, as its event lists them. */
function namedIn({ state }: Call, { mentions = [] }: EmulatedMessage): Record<string, unknown>[] {
  return mentions.map(({ key, id, name, tenant_key }) => {
    const user = [...state.users.values()].find((one) => [one.openId, one.unionId, one.userId].includes(id));
    const ids = user === undefined ? { open_id: id } : userIds(user);
    return { key, id: ids, name, mentioned_type: user === undefined ? "bot" : "user", tenant_key };
  });
}

/** Sends the event of a person's message to the bots that receive it. */
export function emitMessage(call: Call, user: EmulatedUser, chat: EmulatedChat, message: EmulatedMessage): void {
  const { state } = call;
  const named = (message.mentions ?? []).map(({ id }) => id);
  const receivers = chat.bots.filter((appId) => {
    const app = state.apps.get(appId)?.app;
    return app !== undefined && receives(app, chat, named.includes(app.botOpenId));
  });
  const event = messageEvent(user, chat, message, namedIn(call, message));
  call.emit(receivers, { type: "im.message.receive_v1", event });
}
