import type { Delivery, EmulatedChat, EmulatedMessage, EmulatedUser } from "../platform/types.ts";
import { MERGED } from "../services/im/forward.ts";
import { imOf } from "../services/im/state.ts";
import { write } from "./say.ts";
import { connectedApps, messageFor, type Stage } from "./stage.ts";

/** A person forwards one message as a copy, or several as a merged message. */
export async function forward(
  stage: Stage,
  user: EmulatedUser,
  given: readonly (EmulatedMessage | string)[],
  chat: EmulatedChat,
): Promise<Delivery[]> {
  const { state } = stage;
  const messages = given.map((one) => messageFor(stage, "forward", user, one).message);
  const [first] = messages;
  if (first === undefined) {
    throw new TypeError("forward: no message is given");
  }
  const receivers = connectedApps(state, chat.bots);
  const { merged } = imOf(state);
  const isMerged = messages.length > 1;
  const copy = isMerged
    ? { text: MERGED, msgType: "merge_forward", rawContent: MERGED }
    : { text: first.text, msgType: first.msg_type, rawContent: first.content };
  const { message, deliveries } = write(stage, user, chat, copy, receivers);
  const inside = isMerged ? messages.map((one) => ({ ...one })) : merged.get(first.message_id);
  if (inside !== undefined) {
    merged.set(message.message_id, inside);
  }
  return deliveries;
}
