import { MESSAGE } from "../../platform/message-shape.ts";
import { flag, jsonObject, listOf, mapOf, number, objectOf, oneOf, optional, text } from "../../platform/shape.ts";
import { defineSlice, type Slice } from "../../platform/slice.ts";
import type { EmulatedMessage } from "../../platform/types.ts";

/** One person's or bot's emoji on a message. */
export interface ReactionRecord {
  id: string;
  messageId: string;
  /** Open id of a person, or app id. */
  operator: string;
  operatorType: "user" | "app";
  emoji: string;
  at: number;
}

export interface PinRecord {
  messageId: string;
  chatId: string;
  operator: string;
  operatorIdType: "open_id" | "app_id";
  at: number;
}

/** What belongs to a chat beside its members and its name. */
export interface ChatRecord {
  /** Open id or app id; absent for p2p chats. */
  owner?: string;
  /** App that made it by the API. */
  creator?: string;
  /** Open ids and app ids. */
  managers: string[];
  /** What else was sent of it, in the platform's spelling. */
  fields: Record<string, unknown>;
  createdAt: number;
}

/** A message to many people at once, each in the chat with the bot. */
export interface BatchRecord {
  appId: string;
  messageIds: string[];
  recalled: boolean;
  at: number;
}

/** What messaging remembers beside the messages and chats themselves. */
export interface ImState {
  /** By message id, oldest first. */
  readonly reactions: Map<string, ReactionRecord[]>;
  /** By message id, in the order of pinning. */
  readonly pins: Map<string, PinRecord>;
  /** When who read a message, by its id. */
  readonly reads: Map<string, { openId: string; at: number }[]>;
  /** How often a message was edited. */
  readonly edits: Map<string, number>;
  readonly chats: Map<string, ChatRecord>;
  readonly batches: Map<string, BatchRecord>;
  /** Copies of the messages inside a merged forward, by its id. */
  readonly merged: Map<string, EmulatedMessage[]>;
}

/** Removes the data of a message that is no longer kept. */
export function forgetMessage({ reactions, pins, reads, edits, merged }: ImState, messageId: string): void {
  for (const table of [reactions, pins, reads, edits, merged]) {
    table.delete(messageId);
  }
}

const texts = listOf(text);

export const imOf: Slice<ImState> = defineSlice(
  "im",
  () => ({
    reactions: new Map(),
    pins: new Map(),
    reads: new Map(),
    edits: new Map(),
    chats: new Map(),
    batches: new Map(),
    merged: new Map(),
  }),
  {
    reactions: mapOf(
      listOf(
        objectOf<ReactionRecord>({
          id: text,
          messageId: text,
          operator: text,
          operatorType: oneOf("user", "app"),
          emoji: text,
          at: number,
        }),
      ),
    ),
    pins: mapOf(
      objectOf<PinRecord>({
        messageId: text,
        chatId: text,
        operator: text,
        operatorIdType: oneOf("open_id", "app_id"),
        at: number,
      }),
    ),
    reads: mapOf(listOf(objectOf<{ openId: string; at: number }>({ openId: text, at: number }))),
    edits: mapOf(number),
    chats: mapOf(
      objectOf<ChatRecord>({
        owner: optional(text),
        creator: optional(text),
        managers: texts,
        fields: jsonObject,
        createdAt: number,
      }),
    ),
    batches: mapOf(objectOf<BatchRecord>({ appId: text, messageIds: texts, recalled: flag, at: number })),
    merged: mapOf(listOf(MESSAGE)),
  },
);
