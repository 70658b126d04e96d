import type { EmulatedChat, EmulatedUser } from "../platform/types.ts";
import { chatFields } from "../services/im/events.ts";

/** What the events of a chat's members begin with; without `by` the first member did it. */
export const membershipFields = (chat: EmulatedChat, by: EmulatedUser | undefined): Record<string, unknown> =>
  chatFields(chat, by ?? chat.users[0]);
