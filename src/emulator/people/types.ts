import type { Delivery, EmulatedApp, EmulatedChat, EmulatedMessage, EmulatedUser } from "../platform/types.ts";

/** Whom a text can name: a person, the bot of an app, or everyone in the chat. */
export type Mentioned = EmulatedUser | EmulatedApp | "all";

/** Options of `Emulator.say`. */
export interface SayOptions {
  /** The message to reply to. Default: none. */
  replyTo?: EmulatedMessage | string | undefined;
  /** Puts the message into the thread of `replyTo`, and begins one if there is none. Default: the thread that is there. */
  inThread?: boolean | undefined;
  /** Mentions the bot: `@_user_1` stands for `@` and its name, or before the text. Default `false`. */
  mentionBot?: boolean | undefined;
  /** People, bots and `"all"` that the text mentions by `@` and their name, or that are named before it. Default: none. */
  mentions?: readonly Mentioned[] | undefined;
  /** Default `text`; other types need `content`. */
  msgType?: string | undefined;
  /** The content object. Default `{ text }`. */
  content?: Record<string, unknown> | undefined;
  /** The app whose bot receives the message. Default: the default app. */
  app?: EmulatedApp | undefined;
}

/** Options of `Emulator.click`. */
export interface ClickOptions {
  /** Who clicks. Default: the chat's first member. */
  user?: EmulatedUser | undefined;
  /** Component. Default `button`. */
  tag?: string | undefined;
  /** Further `action` fields in the platform's spelling, for example `form_value`, `option`, `checked`. Default: none. */
  action?: Record<string, unknown> | undefined;
  /** `"v1"` sends the old card callback: plain body, SHA-1 signature with the verification token. Default `"v2"`. */
  version?: "v1" | "v2" | undefined;
  /** Default: the app that sent the message. */
  app?: EmulatedApp | undefined;
}

/** Options of `Emulator.waitForMessage`. */
export interface WaitOptions {
  /**
   * A `message_id`, or how many transcript entries to skip. Default: after the last message of a person, so that an
   * answer which is already there is found.
   */
  after?: string | number | undefined;
  /** How long to wait, in real milliseconds. Default 3,000. A number that is not positive waits for no message. */
  timeoutMs?: number | undefined;
}

/** What people do, and what they bring with them. */
export interface Acts {
  /**
   * Lets a person write: stores the message, sends `im.message.receive_v1`, and waits for the bot's HTTP answer.
   *
   * @throws {TypeError} The person or the bot is not in the chat, the chat was disbanded, or the bot does not receive the message.
   * @throws {Error} The app has no target: call `connect` first.
   */
  say(user: EmulatedUser, chat: EmulatedChat, text: string, options?: SayOptions): Promise<Delivery>;
  /**
   * Presses a component of a card; the bot's parsed answer is in `Delivery.answer`.
   *
   * @throws {TypeError} There is no such message, or the chat has no member and `options.user` is missing.
   */
  click(
    message: EmulatedMessage | string,
    value: Record<string, unknown> | string,
    options?: ClickOptions,
  ): Promise<Delivery>;
  /**
   * Presses a button of a card by its text or its name, with the value that the card gives it. What a person put into a
   * form goes into `options.action.form_value`.
   *
   * @throws {TypeError} The card has no such button, or it only opens an address.
   */
  press(message: EmulatedMessage | string, button: string, options?: Omit<ClickOptions, "tag">): Promise<Delivery>;
  /**
   * Lets a person put an emoji on a message, or with `on: false` take it back.
   *
   * @returns What the bots in the chat that are connected answered to the event; none when nothing changed.
   * @throws {TypeError} The person is not in the chat, the message was recalled, or there is no such emoji.
   */
  react(user: EmulatedUser, message: EmulatedMessage | string, emoji: string, on?: boolean): Promise<Delivery[]>;
  /**
   * Lets a person withdraw what they have granted an app: the access tokens and refresh tokens of the person end.
   *
   * @returns The answer to the event `auth.user_access_token.revoked_v4`; none if the app's bot is not connected.
   * @throws {TypeError} The app is not of this emulator.
   */
  withdraw(user: EmulatedUser, app?: EmulatedApp): Promise<Delivery[]>;
  /**
   * Lets a person take a message back: their own, or any in a chat that they own or manage.
   *
   * @throws {TypeError} They may not, or it was recalled already.
   */
  recall(user: EmulatedUser, message: EmulatedMessage | string): Promise<Delivery[]>;
  /**
   * Lets a person read a message. In a p2p chat the bot that sent it receives an event.
   *
   * @throws {TypeError} The person is not in the chat, or the message does not exist or was recalled.
   */
  read(user: EmulatedUser, message: EmulatedMessage | string): Promise<Delivery[]>;
  /**
   * Lets a person open the p2p chat with a bot, which receives an event.
   *
   * @throws {TypeError} The chat is no p2p chat of this person.
   */
  enter(user: EmulatedUser, chat: EmulatedChat): Promise<Delivery[]>;
  /**
   * Lets a person choose an entry of the menu that a bot has in its p2p chat: the bot receives
   * `application.bot.menu_v6` with the entry's key. Default app: the default one.
   *
   * @throws {TypeError} The app is not of this emulator.
   */
  chooseMenu(user: EmulatedUser, eventKey: string, app?: EmulatedApp): Promise<Delivery[]>;
  /**
   * Lets a person disband a group that they own. Its bots receive `im.chat.disbanded_v1`, and nothing can be written to it.
   *
   * @throws {TypeError} The person does not own the group, or it was disbanded.
   */
  disband(user: EmulatedUser, chat: EmulatedChat): Promise<Delivery[]>;
  /**
   * Lets a person forward messages to a chat: one as a copy, several as a merged message whose content the bot reads by
   * `im.v1.message.get`. The bots of the chat receive `im.message.receive_v1`.
   *
   * @throws {TypeError} There is no message, the person is not in one of the chats, or a message was recalled.
   */
  forward(user: EmulatedUser, messages: readonly (EmulatedMessage | string)[], chat: EmulatedChat): Promise<Delivery[]>;
  /** Lets a person (`by`, default: the chat's first member) bring people into a chat. */
  addMembers(chat: EmulatedChat, users: readonly EmulatedUser[], by?: EmulatedUser): Promise<Delivery[]>;
  /** Lets a person remove people from a chat. */
  removeMembers(chat: EmulatedChat, users: readonly EmulatedUser[], by?: EmulatedUser): Promise<Delivery[]>;
  /** Lets a person bring an app's bot into a chat. */
  addBot(chat: EmulatedChat, app?: EmulatedApp, by?: EmulatedUser): Promise<Delivery[]>;
  /** Lets a person remove an app's bot from a chat. */
  removeBot(chat: EmulatedChat, app?: EmulatedApp, by?: EmulatedUser): Promise<Delivery[]>;
  /** Stores a file of a person. Its key goes into the `content` of `say`. */
  addFile(file: {
    bytes: Uint8Array;
    name: string;
    contentType?: string | undefined;
    /** `image`, or a `file_type` such as `mp4`. Default `stream`. */
    kind?: string | undefined;
  }): string;
  /**
   * Adds a custom bot to a group.
   *
   * @returns The address that takes its messages.
   * @throws {TypeError} The chat is no group, or there are more than ten keywords.
   */
  addWebhook(hook: {
    chat: EmulatedChat;
    name?: string | undefined;
    /** Each message has to hold one of them. */
    keywords?: readonly string[] | undefined;
    /** Messages have to be signed with it. */
    secret?: string | undefined;
  }): string;
  /** Adds a knowledge space. Default tenant: the default app's. */
  addWikiSpace(space: { name: string; description?: string | undefined; tenantKey?: string | undefined }): {
    spaceId: string;
  };
  /** Adds a card of the platform's visual editor, with `${name}` in the places of its variables. */
  addCardTemplate(templateId: string, card: Record<string, unknown>): void;
}
