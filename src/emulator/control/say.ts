import type { EmulatedChat, EmulatedUser } from "../index.ts";
import { hearersOf } from "../people/find.ts";
import type { Words } from "../people/say.ts";
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
