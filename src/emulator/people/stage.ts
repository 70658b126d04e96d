import type { Courier } from "../delivery/courier.ts";
import { buildEvent } from "../delivery/events.ts";
import type { AppRecord, State } from "../platform/state.ts";
import type { Delivery, EmulatedApp, EmulatedChat, EmulatedMessage, EmulatedUser } from "../platform/types.ts";

/** What people act on. */
export interface Stage {
  readonly state: State;
  readonly courier: Courier;
  /** @throws {TypeError} The app is not of this emulator. Without one: the default app. */
  recordOf(app?: EmulatedApp): AppRecord;
}

/** @throws {TypeError} There is no such message. */
export function findMessage({ state }: Stage, given: EmulatedMessage | string): EmulatedMessage {
  const id = typeof given === "string" ? given : given.message_id;
  const message = state.messages.get(id);
  if (message === undefined) {
    throw new TypeError(`no message ${id} on this emulator`);
  }
  return message;
}

/**
 * A message that a person can do something to, and its chat.
 *
 * @param act - Name of the act, for the error.
 * @throws {TypeError} The message is unknown or recalled, or the person is not in its chat.
 */
export function messageFor(
  { state }: Stage,
  act: string,
  user: EmulatedUser,
  given: EmulatedMessage | string,
): { message: EmulatedMessage; chat: EmulatedChat } {
  const id = typeof given === "string" ? given : given.message_id;
  const message = state.messages.get(id);
  const chat = message && state.chats.get(message.chat_id);
  if (message === undefined || chat === undefined) {
    throw new TypeError(`${act}: no message ${id} on this emulator`);
  }
  if (!chat.users.some(({ openId }) => openId === user.openId)) {
    throw new TypeError(`${act}: ${user.name} is not in chat ${chat.chatId}`);
  }
  if (message.deleted) {
    throw new TypeError(`${act}: message ${id} was recalled`);
  }
  return { message, chat };
}

/** The connected apps among these, in the same order. */
export function connectedApps(state: State, appIds: readonly string[]): AppRecord[] {
  return appIds.flatMap((id) => {
    const record = state.apps.get(id);
    return record?.target === undefined ? [] : [record];
  });
}

/** Sends an event to the connected apps among these; resolves to their answers. */
export function sendEvent(
  { state, courier }: Stage,
  appIds: readonly string[],
  type: string,
  event: Record<string, unknown>,
): Promise<Delivery[]> {
  const deliveries = connectedApps(state, appIds).map((record) =>
    courier.send(record, () => buildEvent(state, record, { type, event })),
  );
  return Promise.all(deliveries);
}
