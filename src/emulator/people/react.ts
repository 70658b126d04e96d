import type { Courier } from "../courier.ts";
import { buildEvent } from "../events.ts";
import type { State } from "../state.ts";
import type { EmulatedMessage, EmulatedReaction, EmulatedUser } from "../types.ts";
import { hearersOf } from "./find.ts";

/** What people do to messages that are there. Each resolves when the chat's bots have heard of it. */
export interface Reactions {
  /** @throws {TypeError} Somebody else wrote it. */
  recall(user: EmulatedUser, message: EmulatedMessage): Promise<void>;
  react(user: EmulatedUser, message: EmulatedMessage, emojiType: string, isOn: boolean): Promise<void>;
  read(user: EmulatedUser, message: EmulatedMessage): Promise<void>;
}

const userIds = ({ openId, unionId, userId }: EmulatedUser): Record<string, string> => ({
  open_id: openId,
  union_id: unionId,
  user_id: userId,
});

function toggle(reactions: readonly EmulatedReaction[], emojiType: string, openId: string, isOn: boolean) {
  const known = reactions.some(({ emoji_type }) => emoji_type === emojiType);
  const all = known ? reactions : [...reactions, { emoji_type: emojiType, users: [] }];
  return all
    .map(({ emoji_type, users }): EmulatedReaction => {
      const others = users.filter((id) => id !== openId);
      if (emoji_type !== emojiType) return { emoji_type, users };
      return { emoji_type, users: isOn ? [...others, openId] : others };
    })
    .filter(({ users }) => users.length > 0);
}

export function createReactions(state: State, courier: Courier): Reactions {
  async function tell(message: EmulatedMessage, type: string, event: Record<string, unknown>): Promise<void> {
    state.changes.tell({ type: "message-changed", message });
    const sends = hearersOf(state, message.chat_id).map((record) =>
      courier.send(record, () => buildEvent(state, record, { type, event })),
    );
    await Promise.all(sends);
  }

  return {
    async recall(user, message) {
      if (message.sender.id !== user.openId) throw new TypeError(`recall: ${user.name} did not write this message`);
      if (message.deleted) return;
      message.deleted = true;
      const { message_id, chat_id } = message;
      const recall_time = String(state.now());
      await tell(message, "im.message.recalled_v1", { message_id, chat_id, recall_time, recall_type: "message_owner" });
    },
    async react(user, message, emojiType, isOn) {
      const has = message.reactions?.some((one) => one.emoji_type === emojiType && one.users.includes(user.openId));
      if ((has ?? false) === isOn) return;
      message.reactions = toggle(message.reactions ?? [], emojiType, user.openId, isOn);
      await tell(message, `im.message.reaction.${isOn ? "created" : "deleted"}_v1`, {
        message_id: message.message_id,
        reaction_type: { emoji_type: emojiType },
        operator_type: "user",
        user_id: userIds(user),
        action_time: String(state.now()),
      });
    },
    async read(user, message) {
      if (message.sender.id === user.openId || message.read_by?.includes(user.openId)) return;
      message.read_by = [...(message.read_by ?? []), user.openId];
      const read_time = String(state.now());
      const reader = { reader_id: userIds(user), read_time, tenant_key: user.tenantKey };
      await tell(message, "im.message.message_read_v1", { reader, message_id_list: [message.message_id] });
    },
  };
}
