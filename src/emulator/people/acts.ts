import { type BuiltEvent, buildEvent, userIds } from "../delivery/events.ts";
import { type AppRecord, type State, storeFile } from "../platform/state.ts";
import type { Delivery, EmulatedApp, EmulatedChat, EmulatedMessage, EmulatedUser } from "../platform/types.ts";
import { recallMessage } from "../services/im/change.ts";
import { chatRecordOf, tellChat } from "../services/im/chat-record.ts";
import { EMOJI_TYPES } from "../services/im/emoji.ts";
import { join, leave } from "../services/im/member.ts";
import { addReaction, ownReaction, removeReaction } from "../services/im/reactions.ts";
import { readMessage } from "../services/im/reader.ts";
import { addWebhook } from "../services/webhook/hook.ts";
import type { Acts } from "./types.ts";

/** What people's acts need of the emulator. */
export interface ActsOptions {
  state: State;
  recordOf(app?: EmulatedApp): AppRecord;
  send(record: AppRecord, build: () => Promise<BuiltEvent>): Promise<Delivery>;
}

/** What people do beside writing and clicking: each of it tells the bots in the chat that are connected. */
export function createActs({ state, recordOf, send }: ActsOptions): Acts {
  /** Sends an event to the bots with a target among these apps. */
  function tell(appIds: readonly string[], type: string, event: Record<string, unknown>): Promise<Delivery[]> {
    const records = appIds.map((id) => state.apps.get(id)).filter((record) => record?.target !== undefined);
    return Promise.all(
      (records as AppRecord[]).map((record) => send(record, () => buildEvent(state, record, { type, event }))),
    );
  }

  function messageFor(act: string, user: EmulatedUser, given: EmulatedMessage | string) {
    const id = typeof given === "string" ? given : given.message_id;
    const message = state.messages.get(id);
    const chat = message && state.chats.get(message.chat_id);
    if (message === undefined || chat === undefined) {
      throw new TypeError(`${act}: no message ${id} on this emulator`);
    }
    if (!chat.users.some(({ openId }) => openId === user.openId)) {
      throw new TypeError(`${act}: ${user.name} is not in chat ${chat.chatId}`);
    }
    if (message.deleted) {
      throw new TypeError(`${act}: message ${id} was recalled`);
    }
    return { message, chat };
  }

  const operatorFields = (chat: EmulatedChat, by: EmulatedUser | undefined) => {
    const operator = by ?? chat.users[0];
    return {
      chat_id: chat.chatId,
      ...(operator === undefined ? {} : { operator_id: userIds(operator), operator_tenant_key: operator.tenantKey }),
      external: false,
      name: chat.name,
    };
  };

  const people = (users: readonly EmulatedUser[]) =>
    users.map((user) => ({ name: user.name, tenant_key: user.tenantKey, user_id: userIds(user) }));

  return {
    async react(user, given, emoji, on = true) {
      const { message, chat } = messageFor("react", user, given);
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
      return tell(chat.bots, `im.message.reaction.${on ? "created" : "deleted"}_v1`, {
        message_id: message.message_id,
        reaction_type: { emoji_type: emoji },
        operator_type: "user",
        user_id: userIds(user),
        action_time: String(state.now()),
      });
    },
    async recall(user, given) {
      const { message, chat } = messageFor("recall", user, given);
      const { owner, managers } = chatRecordOf(state, chat);
      const isOwn = message.sender.id === user.openId;
      if (!isOwn && owner !== user.openId && !managers.includes(user.openId)) {
        throw new TypeError(`recall: ${user.name} neither sent the message nor owns or manages the chat`);
      }
      recallMessage(state, message);
      const type = isOwn ? "message_owner" : owner === user.openId ? "group_owner" : "group_manager";
      return tell(chat.bots, "im.message.recalled_v1", {
        message_id: message.message_id,
        chat_id: chat.chatId,
        recall_time: String(state.now()),
        recall_type: type,
      });
    },
    async read(user, given) {
      const { message, chat } = messageFor("read", user, given);
      if (message.sender.id === user.openId || !readMessage(state, message, user.openId)) {
        return [];
      }
      if (chat.chatType !== "p2p" || message.sender.sender_type !== "app") {
        return [];
      }
      return tell([message.sender.id], "im.message.message_read_v1", {
        reader: { reader_id: userIds(user), read_time: String(state.now()), tenant_key: user.tenantKey },
        message_id_list: [message.message_id],
      });
    },
    async enter(user, chat) {
      if (chat.chatType !== "p2p" || !chat.users.some(({ openId }) => openId === user.openId)) {
        throw new TypeError(`enter: ${chat.chatId} is no p2p chat of ${user.name}`);
      }
      const last = state.transcripts.get(chat.chatId)?.at(-1);
      return tell(chat.bots, "im.chat.access_event.bot_p2p_chat_entered_v1", {
        chat_id: chat.chatId,
        operator_id: userIds(user),
        ...(last && { last_message_id: last.message_id, last_message_create_time: last.create_time }),
      });
    },
    async addMembers(chat, users, by) {
      const added = users.filter(({ openId }) => !chat.users.some((member) => member.openId === openId));
      if (added.length === 0) {
        return [];
      }
      join(chat, added, []);
      tellChat(state, chat);
      const event = { ...operatorFields(chat, by), users: people(added) };
      return tell(chat.bots, "im.chat.member.user.added_v1", event);
    },
    async removeMembers(chat, users, by) {
      const removed = users.filter(({ openId }) => chat.users.some((member) => member.openId === openId));
      if (removed.length === 0) {
        return [];
      }
      const event = { ...operatorFields(chat, by), users: people(removed) };
      leave(
        chat,
        removed.map(({ openId }) => openId),
      );
      tellChat(state, chat);
      return tell(chat.bots, "im.chat.member.user.deleted_v1", event);
    },
    async addBot(chat, app, by) {
      const { appId } = recordOf(app).app;
      if (chat.bots.includes(appId)) {
        return [];
      }
      join(chat, [], [appId]);
      tellChat(state, chat);
      return tell([appId], "im.chat.member.bot.added_v1", operatorFields(chat, by));
    },
    async removeBot(chat, app, by) {
      const { appId } = recordOf(app).app;
      if (!chat.bots.includes(appId)) {
        return [];
      }
      leave(chat, [appId]);
      tellChat(state, chat);
      return tell([appId], "im.chat.member.bot.deleted_v1", operatorFields(chat, by));
    },
    addWebhook: (hook) => addWebhook(state, hook),
    addCardTemplate(templateId, card) {
      state.cardkit.templates.set(templateId, { templateId, card: structuredClone(card) });
    },
    addFile({ bytes, name, contentType = "application/octet-stream", kind = "stream" }) {
      const key = kind === "image" ? `img_v3_${state.ids.hex("image", 32)}` : `file_v3_${state.ids.hex("file", 32)}`;
      storeFile(state, key, { appId: "", bytes: new Uint8Array(bytes), name, contentType, kind });
      return key;
    },
  };
}
