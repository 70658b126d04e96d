import type { EmulatedChat, EmulatedUser, FaultEntry } from "../index.ts";
import type { AppRecord } from "../platform/state.ts";

/** An app as the page sees it: no secrets. `target` is where its events go. */
export function toApp({ app, target }: AppRecord): Record<string, unknown> {
  const { appId, name, appType, tenantKey, botOpenId } = app;
  const address = typeof target === "function" ? "(in this process)" : target;
  return { appId, name, appType, tenantKey, botOpenId, target: address ?? null };
}

/** A chat with its people by their ids. */
export const toChat = (chat: EmulatedChat): Record<string, unknown> => ({
  ...chat,
  users: chat.users.map(({ openId }) => openId),
});

export const toUser = (user: EmulatedUser): EmulatedUser => user;

/** A fault with JSON's values: an expression by its source, and `null` for what never ends. */
export function toFault({ id, fault, left }: FaultEntry): Record<string, unknown> {
  const finite = (count: number): number | null => (Number.isFinite(count) ? count : null);
  const { path, times, ...rest } = fault;
  return {
    id,
    ...rest,
    ...(path === undefined ? {} : { path: String(path) }),
    times: finite(times ?? 1),
    left: finite(left),
  };
}
