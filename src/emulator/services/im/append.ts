import { RECORD_LIMIT, type State } from "../../platform/state.ts";
import type { EmulatedMessage } from "../../platform/types.ts";
import { forgetMessage, imOf } from "./state.ts";

/** Adds a message to its chat, and wakes the callers that wait for one. */
export function appendMessage(state: State, message: EmulatedMessage): void {
  state.messages.set(message.message_id, message);
  const transcript = state.transcripts.get(message.chat_id) ?? [];
  transcript.push(message);
  state.transcripts.set(message.chat_id, transcript);
  for (const oldest of state.messages.values()) {
    if (state.messages.size <= RECORD_LIMIT) {
      break;
    }
    state.messages.delete(oldest.message_id);
    forgetMessage(imOf(state), oldest.message_id);
    state.transcripts.get(oldest.chat_id)?.shift();
  }
  state.changes.emit({ type: "message", message });
}
