import type { PageMessage } from "../../control/protocol.ts";
import { CHAT_STEP } from "../model/state.ts";
import { dayOf } from "../ui/time.ts";

/** A message, and what of its place in the chat is seen on it. */
export interface Row {
  message: PageMessage;
  /** The message that it answers, if that is known. */
  parent: PageMessage | undefined;
  /** Whether the one before is of the same person, a short time ago. */
  isFollowing: boolean;
  /** The day that begins with it. */
  day: number | undefined;
}

/** Messages of one person within this time stand below one name. */
const FOLLOWING_MS = 5 * 60 * 1000;

const isFollowing = (before: PageMessage | undefined, message: PageMessage): boolean =>
  before !== undefined &&
  before.sender.id === message.sender.id &&
  before.msg_type !== "system" &&
  Number(message.create_time) - Number(before.create_time) < FOLLOWING_MS;

const isSame = (a: Row | undefined, b: Row): boolean =>
  a?.message === b.message && a.parent === b.parent && a.isFollowing === b.isFollowing && a.day === b.day;

/**
 * Puts messages into chunks. A chunk of `before` in which nothing changed comes back as it was, so that it need not be
 * drawn again.
 */
export function toChunks(
  messages: readonly PageMessage[],
  before: readonly (readonly Row[])[] = [],
): readonly (readonly Row[])[] {
  const byId = new Map(messages.map((message) => [message.message_id, message]));
  const chunks: (readonly Row[])[] = [];
  let lastDay = 0;
  for (let start = 0; start < messages.length; start += CHAT_STEP) {
    const rows = messages.slice(start, start + CHAT_STEP).map((message, index): Row => {
      const day = dayOf(Number(message.create_time));
      const isNewDay = day !== lastDay;
      lastDay = day;
      return {
        message,
        parent: message.parent_id === undefined ? undefined : byId.get(message.parent_id),
        isFollowing: !isNewDay && isFollowing(messages[start + index - 1], message),
        day: isNewDay ? day : undefined,
      };
    });
    const old = before[chunks.length];
    const isKept = old?.length === rows.length && rows.every((row, index) => isSame(old[index], row));
    chunks.push(isKept && old ? old : rows);
  }
  return chunks;
}
