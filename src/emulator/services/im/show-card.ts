import type { State } from "../../platform/state.ts";
import type { EmulatedMessage } from "../../platform/types.ts";
import { readableText } from "./readable.ts";

/** Gives a message another content, and reports the change. */
export function showContent(
  state: State,
  message: EmulatedMessage,
  content: string,
  text: string = readableText(message.msg_type, content),
): void {
  Object.assign(message, { content, text, updated: true, update_time: String(state.now()) });
  state.changes.emit({ type: "message-changed", message });
}

/** Lets a message show another card: by its entity, or by the answer to a click. */
export function showCard(state: State, message: EmulatedMessage, card: Record<string, unknown>): void {
  showContent(state, message, JSON.stringify(card));
}
