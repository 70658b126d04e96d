import type { EmulatedChat, EmulatedUser } from "../emulator/index.ts";
import { hearersOf, type Words } from "../emulator/inside/index.ts";
import type { Context } from "./read.ts";

/** Writes a message as a person, and waits for the bots that hear it. */
export async function say(
  { inside, history }: Context,
  user: EmulatedUser,
  chat: EmulatedChat,
  words: Words,
): Promise<Record<string, unknown>> {
  const { message, deliveries } = inside.people.say(user, chat, words, hearersOf(inside.state, chat.chatId));
  const [first] = await deliveries;
  return { message, ...(first === undefined ? {} : { delivery: history.entryOf(first) }) };
}
