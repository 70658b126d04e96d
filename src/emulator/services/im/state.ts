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
  /** Chats made with a `uuid`, oldest first. */
  readonly chatsByUuid: Map<string, { chatId: string; at: number }>;
  readonly batches: Map<string, BatchRecord>;
  /** Copies of the messages inside a merged forward, by its id. */
  readonly merged: Map<string, EmulatedMessage[]>;
}

/** Forgets what belongs to a message that is no longer kept. */
export function forgetMessage({ reactions, pins, reads, edits, merged }: ImState, messageId: string): void {
  for (const table of [reactions, pins, reads, edits, merged]) {
    table.delete(messageId);
  }
}

export function createImState(): ImState {
  return {
    reactions: new Map(),
    pins: new Map(),
    reads: new Map(),
    edits: new Map(),
    chats: new Map(),
    chatsByUuid: new Map(),
    batches: new Map(),
    merged: new Map(),
  };
}
