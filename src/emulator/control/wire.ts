import type { EmulatedChat, EmulatedMessage, EmulatedUser, FaultEntry } from "../index.ts";
import type { AppRecord } from "../platform/state.ts";
import { findingsOf } from "../services/cards/findings.ts";
import type { PageApp, PageChat, PageFault, PageMessage, PageUser } from "./protocol.ts";

/** An app without its secrets. */
export function toApp({ app, target }: AppRecord): PageApp {
  const { appId, name, appType, tenantKey, botOpenId, scopes } = app;
  const address = typeof target === "function" ? "(in this process)" : target;
  return { appId, name, appType, tenantKey, botOpenId, target: address ?? null, scopes: scopes ?? null };
}

/** A chat with its people by their ids. */
export const toChat = (chat: EmulatedChat): PageChat => ({
  ...chat,
  users: chat.users.map(({ openId }) => openId),
});

/** A message with what the checker says about its card. */
export function toMessage(message: EmulatedMessage): PageMessage {
  const findings = findingsOf(message);
  return findings.length === 0 ? { ...message } : { ...message, findings };
}

export const toUser = (user: EmulatedUser): PageUser => user;

/** A fault with JSON's values: an expression by its source, and `null` for a count without an end. */
export function toFault({ id, fault, left }: FaultEntry): PageFault {
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
