import type { EmulatedChat, EmulatedUser } from "../index.ts";
import { connectedApps, type Words, write } from "../people/index.ts";
import type { Said } from "./protocol.ts";
import type { Context } from "./read.ts";

/** Writes a message as a person, and waits for the bots that receive it. */
export async function say(
  { inside, history }: Context,
  user: EmulatedUser,
  chat: EmulatedChat,
  words: Words,
): Promise<Said> {
  const { message, deliveries } = write(inside.stage, user, chat, words, connectedApps(inside.state, chat.bots));
  const [first] = await deliveries;
  return { message, ...(first === undefined ? {} : { delivery: history.entryOf(first) }) };
}
