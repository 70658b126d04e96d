import type { Delivery, EmulatedMessage, EmulatedUser } from "../platform/types.ts";
import { EMOJI_TYPES } from "../services/im/emoji.ts";
import { reactionEvent } from "../services/im/events.ts";
import { addReaction, ownReaction, removeReaction } from "../services/im/reaction-records.ts";
import { messageFor, type Stage, sendEvent } from "./stage.ts";

/** A person puts an emoji on a message, or with `on: false` removes it. */
export async function react(
  stage: Stage,
  user: EmulatedUser,
  given: EmulatedMessage | string,
  emoji: string,
  on = true,
): Promise<Delivery[]> {
  const { state } = stage;
  const { message, chat } = messageFor(stage, "react", user, given);
  if (!EMOJI_TYPES.has(emoji)) {
    throw new TypeError(`react: ${JSON.stringify(emoji)} is no emoji type`);
  }
  const own = ownReaction(state, message, user.openId, emoji);
  if ((own !== undefined) === on) {
    return [];
  }
  if (own === undefined) {
    addReaction(state, message, { id: user.openId, type: "user" }, emoji);
  } else {
    removeReaction(state, message, own);
  }
  const event = reactionEvent(message, emoji, user, state.now());
  return sendEvent(stage, chat.bots, `im.message.reaction.${on ? "created" : "deleted"}_v1`, event);
}
