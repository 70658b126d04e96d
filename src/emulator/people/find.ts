import type { AppRecord, State } from "../platform/state.ts";
import type { EmulatedMessage } from "../platform/types.ts";

/** @throws {TypeError} There is no such message. */
export function findMessage(state: State, given: EmulatedMessage | string): EmulatedMessage {
  const id = typeof given === "string" ? given : given.message_id;
  const message = state.messages.get(id);
  if (message === undefined) {
    throw new TypeError(`no message ${id} on this emulator`);
  }
  return message;
}

/** The bots of a chat that are connected, in the order in which they joined. */
export function hearersOf(state: State, chatId: string): AppRecord[] {
  const records = (state.chats.get(chatId)?.bots ?? []).map((appId) => state.apps.get(appId));
  return records.filter((record) => record?.target !== undefined) as AppRecord[];
}
