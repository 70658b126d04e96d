import type { State } from "../../platform/state.ts";
import type { EmulatedMessage, EmulatedReaction } from "../../platform/types.ts";
import type { Operator } from "./operator.ts";
import type { ReactionRecord } from "./state.ts";
import { imOf } from "./state.ts";

export const reactionsOf = (state: State, { message_id }: EmulatedMessage): ReactionRecord[] =>
  imOf(state).reactions.get(message_id) ?? [];

/** Writes the reactions onto the message, as a page shows them, and reports the change. */
function show(state: State, message: EmulatedMessage, records: ReactionRecord[]): void {
  imOf(state).reactions.set(message.message_id, records);
  const byEmoji = new Map<string, string[]>();
  for (const { emoji, operator } of records) {
    byEmoji.set(emoji, [...(byEmoji.get(emoji) ?? []), operator]);
  }
  const reactions: EmulatedReaction[] = [...byEmoji].map(([emoji_type, users]) => ({ emoji_type, users }));
  if (reactions.length > 0) {
    message.reactions = reactions;
  } else {
    delete message.reactions;
  }
  state.changes.emit({ type: "message-changed", message });
}

export const ownReaction = (
  state: State,
  message: EmulatedMessage,
  operator: string,
  emoji: string,
): ReactionRecord | undefined =>
  reactionsOf(state, message).find((one) => one.operator === operator && one.emoji === emoji);

export function addReaction(
  state: State,
  message: EmulatedMessage,
  { id: operator, type: operatorType }: Pick<Operator, "id" | "type">,
  emoji: string,
): ReactionRecord {
  const id = `ZCaCIjUBVVWSrm5L-${state.ids.hex("reaction", 40)}`;
  const record = { id, messageId: message.message_id, operator, operatorType, emoji, at: state.now() };
  show(state, message, [...reactionsOf(state, message), record]);
  return record;
}

export function removeReaction(state: State, message: EmulatedMessage, record: ReactionRecord): void {
  show(
    state,
    message,
    reactionsOf(state, message).filter((one) => one !== record),
  );
}
