import type { Courier } from "../delivery/courier.ts";
import { buildEvent, messageEvent } from "../delivery/events.ts";
import type { SayOptions } from "../emulator-types.ts";
import { type AppRecord, appendMessage, type State } from "../platform/state.ts";
import type {
  Delivery,
  EmulatedApp,
  EmulatedChat,
  EmulatedMention,
  EmulatedMessage,
  EmulatedUser,
} from "../platform/types.ts";
import { readableText } from "../services/im/readable.ts";
import { findMessage } from "./find.ts";

/** A message that a person wrote, and what became of it. */
export interface Said {
  message: EmulatedMessage;
  /** One for each bot that heard it. */
  deliveries: Promise<Delivery[]>;
}

/** What a person writes; `mention` is the app whose bot is named in it. */
export type Words = Omit<SayOptions, "app" | "mentionBot"> & { text: string; mention?: EmulatedApp };

export interface Speech {
  /**
   * Writes a message, which every one of these bots hears.
   *
   * @throws {TypeError} The person is not in the chat, or the message to answer is unknown.
   */
  say(user: EmulatedUser, chat: EmulatedChat, words: Words, hearers: readonly AppRecord[]): Said;
}

/** @throws {TypeError} The person is not in the chat, or the chat was disbanded. */
export function assertMember(user: EmulatedUser, chat: EmulatedChat): void {
  if (!chat.users.some((member) => member.openId === user.openId)) {
    throw new TypeError(`say: ${user.name} is not in chat ${chat.chatId}`);
  }
  if (chat.dissolved) {
    throw new TypeError(`say: chat ${chat.chatId} was disbanded`);
  }
}

export function createSpeech(state: State, courier: Courier): Speech {
  return {
    say(user, chat, { text, replyTo, mention: mentioned, msgType = "text", content: given }, hearers) {
      assertMember(user, chat);
      const parent = replyTo === undefined ? undefined : findMessage(state, replyTo);
      const key = "@_user_1";
      const content = JSON.stringify(given ?? { text: mentioned ? `${key} ${text}` : text });
      const mentions: EmulatedMention[] | undefined = mentioned && [
        { key, id: mentioned.botOpenId, id_type: "open_id", name: mentioned.name, tenant_key: mentioned.tenantKey },
      ];
      const message: EmulatedMessage = {
        message_id: `om_${state.ids.hex("message", 32)}`,
        chat_id: chat.chatId,
        msg_type: msgType,
        content,
        text: readableText(msgType, content),
        sender: { id: user.openId, id_type: "open_id", sender_type: "user", tenant_key: user.tenantKey },
        create_time: String(state.now()),
        ...(parent === undefined ? {} : { root_id: parent.root_id ?? parent.message_id, parent_id: parent.message_id }),
        ...(parent?.thread_id === undefined ? {} : { thread_id: parent.thread_id }),
        ...(mentions === undefined ? {} : { mentions }),
      };
      appendMessage(state, message);
      const named = mentioned && {
        key,
        id: { open_id: mentioned.botOpenId },
        name: mentioned.name,
        mentioned_type: "bot",
        tenant_key: mentioned.tenantKey,
      };
      const event = messageEvent(user, chat, message, named);
      const deliveries = hearers.map((record) =>
        courier.send(record, () => buildEvent(state, record, { type: "im.message.receive_v1", event })),
      );
      return { message, deliveries: Promise.all(deliveries) };
    },
  };
}
