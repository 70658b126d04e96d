import { buildEvent, messageEvent } from "../delivery/events.ts";
import type { AppRecord } from "../platform/state.ts";
import type {
  Delivery,
  EmulatedApp,
  EmulatedChat,
  EmulatedMention,
  EmulatedMessage,
  EmulatedUser,
} from "../platform/types.ts";
import { appendMessage } from "../services/im/append.ts";
import { readableText } from "../services/im/readable.ts";
import { findMessage, type Stage } from "./stage.ts";
import type { SayOptions } from "./types.ts";

/** A message that a person wrote, and its deliveries. */
export interface Said {
  message: EmulatedMessage;
  /** One for each bot that received it. */
  deliveries: Promise<Delivery[]>;
}

/** What a person writes; `mention` is the app whose bot is named in it. */
export type Words = Omit<SayOptions, "app" | "mentionBot"> & { text: string; mention?: EmulatedApp };

/** @throws {TypeError} The person is not in the chat, or the chat was disbanded. */
function assertMember(user: EmulatedUser, chat: EmulatedChat): void {
  if (!chat.users.some((member) => member.openId === user.openId)) {
    throw new TypeError(`say: ${user.name} is not in chat ${chat.chatId}`);
  }
  if (chat.dissolved) {
    throw new TypeError(`say: chat ${chat.chatId} was disbanded`);
  }
}

/**
 * A person writes a message, which is delivered to each of these bots.
 *
 * @throws {TypeError} The person is not in the chat, or the message to answer is unknown.
 */
export function write(
  stage: Stage,
  user: EmulatedUser,
  chat: EmulatedChat,
  words: Words,
  receivers: readonly AppRecord[],
): Said {
  const { state, courier } = stage;
  const { text, replyTo, mention: mentioned, msgType = "text", content: given } = words;
  assertMember(user, chat);
  const parent = replyTo === undefined ? undefined : findMessage(stage, replyTo);
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
  const deliveries = receivers.map((record) =>
    courier.send(record, () => buildEvent(state, record, { type: "im.message.receive_v1", event })),
  );
  return { message, deliveries: Promise.all(deliveries) };
}

/**
 * A person writes a text to one bot; resolves to the bot's answer.
 *
 * @throws {TypeError} The person or the bot is not in the chat.
 * @throws {Error} The bot is not connected.
 */
export async function say(
  stage: Stage,
  user: EmulatedUser,
  chat: EmulatedChat,
  text: string,
  options: SayOptions = {},
): Promise<Delivery> {
  const record = stage.recordOf(options.app);
  const { app, target } = record;
  assertMember(user, chat);
  if (!chat.bots.includes(app.appId)) {
    throw new TypeError(`say: the bot of ${app.appId} is not in chat ${chat.chatId}`);
  }
  if (target === undefined) {
    throw new Error(`say: app ${app.appId} has no target: call connect(target) first`);
  }
  const mention = options.mentionBot ? { mention: app } : {};
  const [delivery] = await write(stage, user, chat, { ...options, ...mention, text }, [record]).deliveries;
  return delivery as Delivery;
}
