import type { State } from "../platform/state.ts";
import type { EmulatedMessage } from "../platform/types.ts";
import { webhooksOf } from "../services/webhook/state.ts";
import type { WaitOptions } from "./types.ts";

const DEFAULT_WAIT_MS = 3000;

function startIndex(messages: readonly EmulatedMessage[], after: string | number | undefined): number {
  if (typeof after === "number") {
    return after;
  }
  if (after !== undefined) {
    const index = messages.findIndex((message) => message.message_id === after);
    if (index < 0) {
      throw new TypeError(`waitForMessage: no message ${after} in this chat`);
    }
    return index + 1;
  }
  return messages.findLastIndex((message) => message.sender.sender_type === "user") + 1;
}

function print(state: State, messages: readonly EmulatedMessage[]): string {
  if (messages.length === 0) {
    return "  (no messages)";
  }
  const hookName = (id: string) => [...webhooksOf(state).hooks.values()].find((hook) => hook.appId === id)?.name;
  return messages
    .map(({ sender, text }) => {
      const name =
        state.users.get(sender.id)?.name ?? state.apps.get(sender.id)?.app.name ?? hookName(sender.id) ?? sender.id;
      return `  ${name}: ${text}`;
    })
    .join("\n");
}

/** Resolves to the first bot message after the given place, now or when it comes. */
export function waitForBot(state: State, chatId: string, options: WaitOptions = {}): Promise<EmulatedMessage> {
  const { timeoutMs = DEFAULT_WAIT_MS } = options;
  const all = (): readonly EmulatedMessage[] => state.transcripts.get(chatId) ?? [];
  const start = startIndex(all(), options.after);
  const find = () =>
    all()
      .slice(start)
      .find((message) => message.sender.sender_type === "app");
  const ready = find();
  if (ready !== undefined) {
    return Promise.resolve(ready);
  }
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      stopListening();
    };
    const look = () => {
      const message = find();
      if (message === undefined) {
        return;
      }
      stop();
      resolve(message);
    };
    const timer = setTimeout(() => {
      stop();
      reject(
        new Error(
          `waitForMessage: the bot wrote nothing within ${timeoutMs} ms. Transcript of ${chatId}:\n${print(state, all())}`,
        ),
      );
    }, timeoutMs);
    const stopListening = state.changes.listen(({ type }) => {
      if (type === "message") {
        look();
      }
    });
  });
}
