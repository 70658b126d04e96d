import type { State } from "../../platform/state.ts";
import type { EmulatedMessage } from "../../platform/types.ts";

/** Callbacks without an answer so far, by the message that was clicked. They end with the process. */
const running: WeakMap<State, Map<string, number>> = /* @__PURE__ */ new WeakMap();

/** Whether a callback of the card in this message waits for the bot's answer. */
export const isInteracting = (state: State, messageId: string): boolean => running.get(state)?.has(messageId) ?? false;

/** Runs the callback of a click. CardKit cannot change the card until it ends. */
export async function interact<T>(state: State, message: EmulatedMessage, callback: () => Promise<T>): Promise<T> {
  const counts = running.get(state) ?? new Map<string, number>();
  running.set(state, counts);
  const id = message.message_id;
  counts.set(id, (counts.get(id) ?? 0) + 1);
  try {
    return await callback();
  } finally {
    const left = (counts.get(id) ?? 1) - 1;
    if (left > 0) {
      counts.set(id, left);
    } else {
      counts.delete(id);
    }
  }
}
