import { userIds } from "../delivery/events.ts";
import type { EmulatedChat, EmulatedUser } from "../platform/types.ts";

/** What the events of a chat's members begin with. */
export function chatFields(chat: EmulatedChat, by: EmulatedUser | undefined): Record<string, unknown> {
  const operator = by ?? chat.users[0];
  return {
    chat_id: chat.chatId,
    ...(operator === undefined ? {} : { operator_id: userIds(operator), operator_tenant_key: operator.tenantKey }),
    external: false,
    name: chat.name,
  };
}

/** People in the events of a chat's members. */
export const memberFields = (users: readonly EmulatedUser[]): Record<string, unknown>[] =>
  users.map((user) => ({ name: user.name, tenant_key: user.tenantKey, user_id: userIds(user) }));
