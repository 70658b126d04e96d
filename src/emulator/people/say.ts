import { buildEvent, messageEvent } from "../delivery/events.ts";
import type { AppRecord } from "../platform/state.ts";
import type { Delivery, EmulatedApp, EmulatedChat, EmulatedMessage, EmulatedUser } from "../platform/types.ts";
import { appendMessage } from "../services/im/append.ts";
import { receives } from "../services/im/events.ts";
import { readableText } from "../services/im/readable.ts";
import { threadOf } from "../services/im/thread.ts";
import { namePeople } from "./mentions.ts";
import { findMessage, type Stage } from "./stage.ts";
import type { Mentioned, SayOptions } from "./types.ts";

/** A message that a person wrote, and its deliveries. */
export interface Said {
  message: EmulatedMessage;
  /** One for each bot that received it. */
  deliveries: Promise<Delivery[]>;
}

/** What a person writes; `mentions` are named where the text has `@` and their name, or in front of it. */
export interface Words extends Omit<SayOptions, "app" | "mentionBot"> {
  text: string;
  /** The content as it is on the wire, in place of `text` and `content`. */
  rawContent?: string;
}

/** @throws {TypeError} The person is not in the chat, or the chat was disbanded. */
function assertMember(user: EmulatedUser, chat: EmulatedChat): void {
  if (!chat.users.some((member) => member.openId === user.openId)) {
    throw new TypeError(`say: ${user.name} is not in chat ${chat.chatId}`);
  }
  if (chat.dissolved) {
    throw new TypeError(`say: chat ${chat.chatId} was disbanded`);
  }
}

/** Whether a bot receives a message that names these. */
const isHeardBy = (app: EmulatedApp, chat: EmulatedChat, mentions: readonly Mentioned[]): boolean =>
  receives(
    app,
    chat,
    mentions.some((one) => one !== "all" && "botOpenId" in one && one.botOpenId === app.botOpenId),
  );

/**
 * A person writes a message, which is delivered to each of these bots that receives it.
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
  const { text, replyTo, inThread = false, mentions: named = [], msgType = "text", content: given } = words;
  assertMember(user, chat);
  const parent = replyTo === undefined ? undefined : findMessage(stage, replyTo);
  const { text: written, mentions, inEvent } = namePeople(text, named);
  const content = words.rawContent ?? JSON.stringify(given ?? { text: written });
  const threadId = threadOf(state, { chat, parent, inThread });
  const message: EmulatedMessage = {
    message_id: `om_${state.ids.hex("message", 32)}`,
    chat_id: chat.chatId,
    msg_type: msgType,
    content,
    text: readableText(msgType, content),
    sender: { id: user.openId, id_type: "open_id", sender_type: "user", tenant_key: user.tenantKey },
    create_time: String(state.now()),
    ...(parent === undefined ? {} : { root_id: parent.root_id ?? parent.message_id, parent_id: parent.message_id }),
    ...(threadId === undefined ? {} : { thread_id: threadId }),
    ...(mentions.length === 0 ? {} : { mentions }),
  };
  appendMessage(state, message);
  const event = messageEvent(user, chat, message, inEvent);
  const deliveries = receivers
    .filter(({ app }) => isHeardBy(app, chat, named))
    .map((record) => courier.send(record, () => buildEvent(state, record, { type: "im.message.receive_v1", event })));
  return { message, deliveries: Promise.all(deliveries) };
}

/**
 * A person writes a text to one bot; resolves to the bot's answer.
 *
 * @throws {TypeError} The person or the bot is not in the chat, or the bot would not receive the message.
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
  const mentions = [...(options.mentionBot ? [app] : []), ...(options.mentions ?? [])];
  if (!isHeardBy(app, chat, mentions)) {
    const reason = "the bot does not receive messages of a group that do not mention it";
    throw new TypeError(`say: ${reason}, as app ${app.appId} lacks the scope im:message.group_msg: set mentionBot`);
  }
  const [delivery] = await write(stage, user, chat, { ...options, mentions, text }, [record]).deliveries;
  return delivery as Delivery;
}
