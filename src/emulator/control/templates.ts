import { eventTemplate, eventTypes } from "../gateway/operations/event-template.ts";
import type { Emulator } from "../index.ts";
import { insideOf } from "../inside.ts";
import type { EmulatedApp, PushedEvent } from "../platform/types.ts";

export { eventTypes };

/** Values of the emulator's first person, and of that person's chat with the app, by the names of fields. */
function knownOf(emulator: Emulator, { appId, tenantKey }: EmulatedApp): Record<string, unknown> {
  const { state } = insideOf(emulator);
  const chats = [...state.chats.values()].filter(({ bots }) => bots.includes(appId));
  const chat = chats.find(({ chatType }) => chatType === "p2p") ?? chats[0];
  const user = chat?.users[0] ?? [...state.users.values()].find((one) => one.tenantKey === tenantKey);
  return {
    app_id: appId,
    tenant_key: tenantKey,
    ...(user && { open_id: user.openId, union_id: user.unionId, user_id: user.userId }),
    ...(chat && { chat_id: chat.chatId, open_chat_id: chat.chatId, chat_type: chat.chatType }),
  };
}

/**
 * An event of any type as its document describes it, with a person and a chat of the emulator.
 *
 * @param app - Whose event it is. Default: the default app.
 * @returns `undefined` if the platform has no such event.
 */
export async function templateOf(
  emulator: Emulator,
  type: string,
  app: EmulatedApp = emulator.app,
): Promise<PushedEvent | undefined> {
  return eventTemplate(type, insideOf(emulator).state.seed, knownOf(emulator, app));
}
