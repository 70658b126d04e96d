/**
 * What the control API and its clients send each other: types only. `control/` implements them, the chat page imports
 * them. An answer may hold more fields than a type names.
 *
 * @module
 */
import type { Behaviour } from "../gateway/behaviours.ts";
import type {
  CardToast,
  Delivery,
  EmulatedApp,
  EmulatedChat,
  EmulatedConnection,
  EmulatedMention,
  EmulatedMessage,
  EmulatedReaction,
  EmulatedTenant,
  EmulatedUser,
  Fault,
  FaultKind,
  PushedEvent,
  Redelivery,
  RequestRecord,
} from "../index.ts";
import type { FrameEntry } from "../long-connection/frame-log.ts";
import type { CardFinding } from "../services/cards/findings.ts";

export type { Behaviour, CardFinding, CardToast, FaultKind };

/** An app without its secrets. */
export interface PageApp extends Pick<EmulatedApp, "appId" | "name" | "appType" | "tenantKey" | "botOpenId"> {
  /** Where its events go; `null` while the bot is not connected. */
  target: string | null;
  /** `null`: every scope. */
  scopes: readonly string[] | null;
}

export type PageUser = Pick<EmulatedUser, "openId" | "name" | "tenantKey">;

export interface PageChat extends Omit<EmulatedChat, "users"> {
  /** Open ids. */
  users: string[];
}

export type PageMention = Pick<EmulatedMention, "key" | "id" | "name">;

export type PageReaction = EmulatedReaction;

export interface PageMessage extends Omit<EmulatedMessage, "sender" | "mentions"> {
  sender: Pick<EmulatedMessage["sender"], "id" | "sender_type">;
  mentions?: PageMention[];
  /** What the checker finds in its card; absent if it finds nothing. */
  findings?: CardFinding[];
}

/** An API request as the inspector shows it. */
export interface RequestEntry extends RequestRecord {
  id: string;
  /** By the emulator's clock. */
  at: number;
  durationMs: number;
  /** At most 4,096 characters, secrets masked. */
  requestBody?: string;
  responseBody?: string;
  /** The meaning of the answer, if it is an error. */
  explanation?: string;
  /** Whether it counts for the month's quota. */
  isCounted: boolean;
  /** The card entity that it is for: a stream's calls have the same. */
  card_id?: string;
}

/** The calls that count for a quota. */
export interface Usage {
  /** `2026-11`, by the emulator's clock in the time zone of China. */
  month: string;
  /** The calls in this month that count for the quota. */
  calls: number;
  /** All calls for a card entity, by its id. A message names it as `card_id`. */
  cards: Record<string, number>;
}

/** A delivery as the inspector shows it. */
export interface DeliveryEntry extends Delivery {
  id: string;
}

/** A fault with JSON's values: an expression by its source, and `null` for a count without an end. */
export interface PageFault extends Omit<Fault, "path" | "times"> {
  id: string;
  path?: string;
  times: number | null;
  left: number | null;
}

/** Everything that the page shows. */
export interface Snapshot {
  version: string;
  domain: string;
  /** The emulator's clock, epoch milliseconds. */
  now: number;
  apps: PageApp[];
  tenants: EmulatedTenant[];
  users: PageUser[];
  chats: PageChat[];
  /** By chat id, oldest first. */
  messages: Record<string, PageMessage[]>;
  requests: readonly RequestEntry[];
  deliveries: readonly DeliveryEntry[];
  redeliveries: readonly Redelivery[];
  faults: PageFault[];
  usage: Usage;
}

/** One line of the event stream. */
export type StreamEvent =
  | { type: "hello" }
  | { type: "message" | "message-changed"; message: PageMessage }
  | { type: "chat"; chat: PageChat }
  | { type: "user"; user: PageUser }
  | { type: "app"; app: PageApp }
  /** Of the cards, `usage` has the one that the request is for. */
  | { type: "request"; request: RequestEntry; usage: Usage }
  | { type: "delivery"; delivery: DeliveryEntry }
  | { type: "toast"; user: string; toast: CardToast }
  | { type: "faults"; faults: PageFault[] };

/** What a component of a card sends. */
export interface CardAction {
  tag: string;
  value?: unknown;
  name?: string;
  option?: string;
  /** Of a `select_img` outside of a form one string, as the platform sends it. */
  options?: string[] | string;
  form_value?: Record<string, unknown>;
  input_value?: string;
  checked?: boolean;
  timezone?: string;
}

/** A message, and the first delivery that it caused. */
export interface Said {
  message: PageMessage;
  delivery?: DeliveryEntry;
}

/** The gateway of the long connection. */
export interface LongConnectionView {
  /** Those that are open, the oldest first. */
  connections: readonly EmulatedConnection[];
  /** The last frames, the oldest first. */
  frames: readonly FrameEntry[];
  /** The largest part of a message. */
  partBytes: number;
}

/** The calls by method and name, each with the body that the page sends and the answer that it gets. */
export interface Calls {
  "GET state": { answer: Snapshot };
  "GET behaviours": { answer: readonly Behaviour[] };
  "POST say": {
    body: {
      user: string;
      chat: string;
      /** `text`, `content` or both. */
      text?: string;
      /** Default `text`. */
      msg_type?: string;
      /** An object, or its JSON as the platform writes it. */
      content?: object | string;
      reply_to?: string | undefined;
      /** Puts the message into the thread of `reply_to`, and begins one if there is none. */
      in_thread?: boolean;
      /** Whom it mentions: open ids of people, ids of apps, `all`. */
      mentions?: string[];
      /** Mentions the first bot of the chat. */
      mention_bot?: boolean;
    };
    answer: Said;
  };
  "POST click": {
    /** `version` is that of the callback. Default `v2`. */
    body: { user: string; message_id: string; action: CardAction; version?: "v1" | "v2" };
    answer: { delivery: DeliveryEntry; toast?: CardToast };
  };
  "POST recall": { body: { user: string; message_id: string }; answer: { message: PageMessage } };
  "POST react": {
    body: { user: string; message_id: string; emoji_type: string; on?: boolean };
    answer: { message: PageMessage };
  };
  "POST read": { body: { user: string; message_id: string }; answer: { message: PageMessage } };
  /** One message becomes a copy, several a merged message. */
  "POST forward": {
    body: { user: string; chat: string; message_ids: string[] };
    answer: { deliveries: DeliveryEntry[] };
  };
  "POST users": { body: { name: string }; answer: PageUser };
  "POST chats": {
    /** `bots` are app ids. Default: the default app. */
    body: { name?: string; users: string[]; chat_type?: "p2p" | "group"; bots?: string[]; topics?: boolean };
    answer: PageChat;
  };
  /** `users` are open ids, `bots` are app ids. Default of `by`: the first member. */
  "POST join": { body: { chat: string; users?: string[]; bots?: string[]; by?: string }; answer: PageChat };
  "POST leave": { body: { chat: string; users?: string[]; bots?: string[]; by?: string }; answer: PageChat };
  /** A person opens the chat with a bot. */
  "POST enter": { body: { user: string; chat: string }; answer: PageChat };
  "POST disband": { body: { user: string; chat: string }; answer: PageChat };
  "POST connect": { body: { url: string; app?: string }; answer: PageApp };
  /** Without an `event` its template is sent. */
  "POST push": {
    body: { type: string; event?: object; schema?: "1.0" | "2.0"; app?: string };
    answer: { delivery: DeliveryEntry };
  };
  /** Sends an event again that its bot did not acknowledge. */
  "POST redeliver": { body: { event_id: string }; answer: { delivery: DeliveryEntry } };
  /** A person chooses an entry of the menu of a bot. */
  "POST menu": {
    body: { user: string; event_key: string; app?: string };
    answer: { deliveries: DeliveryEntry[] };
  };
  /** `null`: every scope. */
  "POST scopes": { body: { app?: string; scopes: readonly string[] | null }; answer: PageApp };
  /** The secrets of an app under the names of environment variables. */
  "GET credentials/:id": { answer: Record<string, string> };
  /** The conversation of a chat as a vitest file. */
  "GET tests/:id": { answer: { source: string } };
  /** Types of all events and callbacks. */
  "GET templates": { answer: string[] };
  /** An event of a type, with values that suit its fields. The query may name an `app`. */
  "GET templates/:id": { answer: PushedEvent };
  "POST clock": {
    body: { advance_ms: number };
    /** `usage` is that of the new month, if another one has begun. */
    answer: { now: number; deliveries: DeliveryEntry[]; usage: Usage };
  };
  "GET long-connection": { answer: LongConnectionView };
  /** `app` is an app id; without it the action is for all apps. `bytes` is the largest part of a message, for `fragment`. */
  "POST long-connection": {
    body: { action: "cut" | "freeze" | "fragment"; app?: string; bytes?: number };
    answer: LongConnectionView;
  };
  "GET faults": { answer: PageFault[] };
  "POST faults": {
    body: Partial<Omit<PageFault, "id" | "left" | "kind">> & { kind: FaultKind };
    answer: { id: string };
  };
  /** Removes all. */
  "DELETE faults": { answer: object };
  "DELETE faults/:id": { answer: object };
}
