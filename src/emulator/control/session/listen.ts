import type { EmulatedChat, EmulatedMessage } from "../../index.ts";
import type { Inside } from "../../inside.ts";
import { type State, trim } from "../../platform/state.ts";
import { type Json, jsonIn, NOTES, type SessionEntry, textIn } from "./entry.ts";

/** Most bytes of a file that a session keeps. */
const MAX_FILE_BYTES = 8 * 1024;

/** A chat as it begins. */
const chatNote = ({ apps }: State, { chatId, chatType, name, users, bots }: EmulatedChat): Json => ({
  chatId,
  chatType,
  name,
  users: users.map(({ openId, name: called }) => ({ openId, name: called })),
  bots,
  apps: [...apps.values()].map(({ app }) => ({ appId: app.appId, openId: app.botOpenId, name: app.name })),
});

/** A message as it begins. The content of a bot's message is left out: its text is enough. */
export function messageNote(message: EmulatedMessage): Json {
  const { message_id, chat_id, msg_type, content, text, sender, parent_id, thread_id, mentions } = message;
  const isBot = sender.sender_type === "app";
  return {
    ...{ message_id, chat_id, msg_type, text, sender: { id: sender.id, sender_type: sender.sender_type } },
    ...(isBot ? {} : { content }),
    ...(parent_id === undefined ? {} : { parent_id }),
    ...(thread_id === undefined ? {} : { thread_id }),
    ...(mentions === undefined ? {} : { mentions: mentions.map(({ key, id, name }) => ({ key, id, name })) }),
  };
}

/** The keys of files in a message's content. */
function fileKeysIn(content: string): string[] {
  const { image_key, file_key } = jsonIn(content);
  return [textIn(image_key), textIn(file_key)].filter((key) => key !== "");
}

/** The files that a person sends. Of a large one only the size is known. */
export function fileNotes({ files }: State, { sender, content }: EmulatedMessage): Json[] {
  if (sender.sender_type === "app") {
    return [];
  }
  return fileKeysIn(content).flatMap((key): Json[] => {
    const file = files.get(key);
    if (file === undefined) {
      return [];
    }
    const { bytes, name, contentType, kind } = file;
    const base64 = bytes.length > MAX_FILE_BYTES ? undefined : btoa(String.fromCharCode(...bytes));
    return [{ key, name, contentType, kind, size: bytes.length, base64 }];
  });
}

/**
 * Listens to a session: every event that is sent to a bot, once, and in notes the chats, messages and changed texts.
 *
 * @returns A function that ends it.
 */
export function listenToSession(
  { state, courier }: Pick<Inside, "state" | "courier">,
  onEntry: (entry: SessionEntry) => void,
): () => void {
  const known = new Map<string, true>();
  const isNew = (id: string): boolean => {
    const isKnown = known.has(id);
    known.set(id, true);
    trim(known);
    return !isKnown;
  };
  const texts = new WeakMap<EmulatedMessage, string>();
  const note = (type: string, payload: Json): void => onEntry({ at: state.now(), type, payload });
  const noteChat = (chat: EmulatedChat): void => {
    if (isNew(chat.chatId)) {
      note(NOTES.chat, chatNote(state, chat));
    }
  };
  const noteMessage = (message: EmulatedMessage): void => {
    texts.set(message, message.text);
    for (const file of fileNotes(state, message)) {
      note(NOTES.file, { ...file, chat_id: message.chat_id });
    }
    note(NOTES.message, messageNote(message));
  };
  const noteChange = (message: EmulatedMessage): void => {
    const { message_id, chat_id, text, deleted } = message;
    if (!deleted && texts.get(message) !== text) {
      texts.set(message, text);
      note(NOTES.changed, { message_id, chat_id, text });
    }
  };
  for (const chat of state.chats.values()) {
    noteChat(chat);
  }
  const stops = [
    state.changes.listen((change) => {
      if (change.type === "chat") {
        noteChat(change.chat);
      } else if (change.type === "message") {
        noteMessage(change.message);
      } else if (change.type === "message-changed") {
        noteChange(change.message);
      }
    }),
    courier.feed.listen(({ eventId, eventType, at, payload, toast }) => {
      if (isNew(eventId)) {
        onEntry({ at, type: eventType, payload, ...(toast === undefined ? {} : { toast }) });
      }
    }),
  ];
  return () => {
    for (const stop of stops) {
      stop();
    }
  };
}
