import { expect } from "vitest";
import type { EmulatedChat, EmulatedMessage, EmulatedUser, Emulator, SayOptions } from "../../../src/emulator/index.ts";

/** How long an answer of a client may take: the machine may be busy. */
const PATIENCE_MS = 20_000;

/** A person and two chats with the bot. */
export function peopleOf(emulator: Emulator) {
  const ada = emulator.addUser({ name: "Ada" });
  const bob = emulator.addUser({ name: "Bob" });
  const direct = emulator.addChat({ users: [ada] });
  const team = emulator.addChat({ name: "Team", users: [ada, bob] });
  return { ada, bob, direct, team };
}

/** What every request of a client must be: known to the emulator, and answered by what it holds. */
export function expectHonest({ requests }: Emulator): void {
  const refused = requests.filter(({ code, madeUp }) => (code ?? 0) !== 0 || madeUp);
  expect(refused.map(({ method, path, code, madeUp }) => ({ method, path, code, madeUp }))).toEqual([]);
}

/** Waits until a fact about the emulator is true. */
export async function until(emulator: Emulator, isTrue: () => boolean): Promise<void> {
  if (isTrue()) {
    return;
  }
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      const last = emulator.requests.slice(-5).map(({ method, path, code }) => `${method} ${path}: ${code}`);
      reject(new Error([`it did not come true within ${PATIENCE_MS} ms: ${isTrue}`, ...last].join("\n")));
    }, PATIENCE_MS);
    const stop = emulator.changes.listen(() => {
      if (isTrue()) {
        clearTimeout(timer);
        stop();
        resolve();
      }
    });
  });
}

/** Speaks to a bot, and gives its answer. */
export const talk =
  (emulator: Emulator, user: EmulatedUser, chat: EmulatedChat, options: SayOptions = {}) =>
  async (text: string): Promise<EmulatedMessage> => {
    await emulator.say(user, chat, text, options);
    return emulator.waitForMessage(chat, { timeoutMs: PATIENCE_MS });
  };
