import type { State } from "../../platform/state.ts";
import type { EmulatedChat, EmulatedMessage } from "../../platform/types.ts";
import { chatRecordOf } from "./chat-record.ts";
import { imOf } from "./state.ts";

/** What decides the thread of a message. */
export interface Place {
  chat: EmulatedChat;
  /** The message that it answers. */
  parent?: EmulatedMessage | undefined;
  inThread?: boolean | undefined;
}

/** Whether each message of a chat begins a thread: a topic group, or a group whose messages are threads. */
export function hasTopics(state: State, chat: EmulatedChat): boolean {
  const { chat_mode, group_message_type } = imOf(state).chats.get(chat.chatId)?.fields ?? {};
  return chat_mode === "topic" || group_message_type === "thread";
}

/**
 * Makes a group a topic group.
 *
 * @throws {TypeError} It is a p2p chat.
 */
export function setTopics(state: State, chat: EmulatedChat): void {
  if (chat.chatType === "p2p") {
    throw new TypeError("addChat: a p2p chat has no topics");
  }
  Object.assign(chatRecordOf(state, chat).fields, { chat_mode: "topic", group_message_type: "thread" });
}

/**
 * The thread of a message: its parent's, or with `inThread` a new one that begins with the parent. In a chat with topics a
 * message that answers none begins one.
 */
export function threadOf(state: State, { chat, parent, inThread }: Place): string | undefined {
  const newThread = (): string => `omt_${state.ids.hex("thread", 16)}`;
  if (parent === undefined) {
    return hasTopics(state, chat) ? newThread() : undefined;
  }
  if (parent.thread_id !== undefined || !inThread) {
    return parent.thread_id;
  }
  parent.thread_id = newThread();
  state.changes.emit({ type: "message-changed", message: parent });
  return parent.thread_id;
}
