import type { Delivery, EmulatedApp, EmulatedChat, EmulatedMessage, EmulatedUser } from "../platform/types.ts";

/** What people do beside writing and clicking, and what they bring with them. */
export interface Acts {
  /**
   * Lets a person put an emoji on a message, or with `on: false` take it back.
   *
   * @returns What the bots in the chat that are connected answered to the event; none when nothing changed.
   * @throws {TypeError} The person is not in the chat, the message was recalled, or there is no such emoji.
   */
  react(user: EmulatedUser, message: EmulatedMessage | string, emoji: string, on?: boolean): Promise<Delivery[]>;
  /**
   * Lets a person take a message back: their own, or any in a chat that they own or manage.
   *
   * @throws {TypeError} They may not, or it was recalled already.
   */
  recall(user: EmulatedUser, message: EmulatedMessage | string): Promise<Delivery[]>;
  /** Lets a person read a message. In a p2p chat the bot that sent it is told. */
  read(user: EmulatedUser, message: EmulatedMessage | string): Promise<Delivery[]>;
  /** Lets a person open the p2p chat with a bot, which is told. */
  enter(user: EmulatedUser, chat: EmulatedChat): Promise<Delivery[]>;
  /** Lets a person (`by`, default: the chat's first member) bring people into a chat. */
  addMembers(chat: EmulatedChat, users: readonly EmulatedUser[], by?: EmulatedUser): Promise<Delivery[]>;
  /** Lets a person remove people from a chat. */
  removeMembers(chat: EmulatedChat, users: readonly EmulatedUser[], by?: EmulatedUser): Promise<Delivery[]>;
  /** Lets a person bring an app's bot into a chat. */
  addBot(chat: EmulatedChat, app?: EmulatedApp, by?: EmulatedUser): Promise<Delivery[]>;
  /** Lets a person remove an app's bot from a chat. */
  removeBot(chat: EmulatedChat, app?: EmulatedApp, by?: EmulatedUser): Promise<Delivery[]>;
  /** Keeps a file that a person sends; its key goes into the `content` of `say`. */
  addFile(file: {
    bytes: Uint8Array;
    name: string;
    contentType?: string;
    /** `image`, or a `file_type` such as `mp4`. Default `stream`. */
    kind?: string;
  }): string;
  /**
   * Adds a custom bot to a group.
   *
   * @returns The address that takes its messages.
   * @throws {TypeError} The chat is no group, or there are more than ten keywords.
   */
  addWebhook(hook: {
    chat: EmulatedChat;
    name?: string;
    /** Each message has to hold one of them. */
    keywords?: readonly string[];
    /** Messages have to be signed with it. */
    secret?: string;
  }): string;
  /** Tells the emulator of a card of the platform's visual editor, with `${name}` where its variables go. */
  addCardTemplate(templateId: string, card: Record<string, unknown>): void;
}
