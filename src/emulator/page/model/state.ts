import type {
  CardToast,
  DeliveryEntry,
  PageApp,
  PageChat,
  PageFault,
  PageMessage,
  PageUser,
  RequestEntry,
  Snapshot,
  StreamEvent,
  Usage,
} from "../../control/protocol.ts";

/** Most entries of the inspector that are kept. */
const LOG_LIMIT = 500;

/** Most messages of a chat that are kept, as many as the emulator sends at first. */
const CHAT_LIMIT = 2000;

/** How many messages are forgotten at once, and drawn as one part (`chat/rows.ts`): so the parts stay what they are. */
export const CHAT_STEP = 50;

/** A toast that is on the screen. */
export interface ShownToast extends CardToast {
  id: number;
}

/** A part of the page. A narrow screen shows one at a time. */
export type Part = "chats" | "chat" | "inspector";

/** A text that is not sent yet. */
export interface Draft {
  text: string;
  /** Ids of those that were chosen in the picker of mentions. */
  chosen: readonly string[];
}

/** Everything the page shows. Never changed in place, so that what did not change need not be drawn again. */
export interface PageState {
  connection: "connecting" | "live" | "lost";
  version: string;
  domain: string;
  apps: readonly PageApp[];
  users: readonly PageUser[];
  chats: readonly PageChat[];
  messages: Readonly<Record<string, readonly PageMessage[]>>;
  requests: readonly RequestEntry[];
  deliveries: readonly DeliveryEntry[];
  faults: readonly PageFault[];
  usage: Usage;
  toasts: readonly ShownToast[];
  /** Open id of who speaks. */
  me: string;
  /** The open chat. */
  chat: string;
  /** Messages that came while their chat was not open. */
  unread: Readonly<Record<string, number>>;
  /** The message that the composer answers. */
  replyTo?: string | undefined;
  /** Whether that answer begins a thread. */
  replyInThread?: boolean | undefined;
  /** The thread that the chat is narrowed to. */
  thread?: string | undefined;
  /** By the id of the thread or the chat that they are for. */
  drafts: Readonly<Record<string, Draft>>;
  /** What a narrow screen shows. */
  part: Part;
  /** Whether the inspector stands beside the chat on a wider screen. */
  isInspected: boolean;
  /** Place of the open tab of the inspector. */
  tab: number;
  /** The filter of the list of events and calls. */
  filter: string;
}

export const EMPTY: PageState = {
  connection: "connecting",
  version: "",
  domain: "",
  apps: [],
  users: [],
  chats: [],
  messages: {},
  requests: [],
  deliveries: [],
  faults: [],
  usage: { month: "", calls: 0, cards: {} },
  toasts: [],
  me: "",
  chat: "",
  unread: {},
  drafts: {},
  part: "chat",
  isInspected: true,
  tab: 0,
  filter: "",
};

/** Puts what the emulator says in place of what the page knew; keeps what was chosen, if it is still there. */
export function load(state: PageState, snapshot: Snapshot): PageState {
  const { version, domain, apps, users, chats, messages, requests, deliveries, faults, usage } = snapshot;
  const people = users.map((user) => user.openId);
  const chatIds = chats.map((chat) => chat.chatId);
  const chat = chatIds.includes(state.chat) ? state.chat : (chatIds[0] ?? "");
  const first = chats.find((one) => one.chatId === chat)?.users[0] ?? people[0] ?? "";
  const me = people.includes(state.me) ? state.me : first;
  return {
    ...state,
    connection: "live",
    ...{ version, domain, apps, users, chats, requests, deliveries, faults, usage },
    messages: Object.assign(Object.create(null), messages),
    me,
    chat,
  };
}

function put<T>(list: readonly T[], entry: T, isSame: (one: T) => boolean): readonly T[] {
  const index = list.findLastIndex(isSame);
  return index < 0 ? [...list, entry] : list.with(index, entry);
}

function putMessage(state: PageState, message: PageMessage, isNew: boolean): PageState {
  const { chat_id, message_id } = message;
  const before = state.messages[chat_id] ?? [];
  const isKnown = before.some((one) => one.message_id === message_id);
  // A change of a message that is kept no more is of no use.
  if (!isKnown && !isNew) {
    return state;
  }
  const all = put(before, message, (one) => one.message_id === message_id);
  const after = all.length > CHAT_LIMIT + CHAT_STEP ? all.slice(CHAT_STEP) : all;
  const isUnseen = !isKnown && chat_id !== state.chat;
  const unread = isUnseen ? { ...state.unread, [chat_id]: (state.unread[chat_id] ?? 0) + 1 } : state.unread;
  return {
    ...state,
    messages: Object.assign(Object.create(null), state.messages, { [chat_id]: after }),
    unread,
  };
}

let lastToast = 0;

/** Shows a toast. */
export function addToast(state: PageState, toast: CardToast): PageState {
  lastToast += 1;
  return { ...state, toasts: [...state.toasts.slice(-4), { ...toast, id: lastToast }] };
}

/** What an event of the stream changes. */
export function apply(state: PageState, event: StreamEvent): PageState {
  switch (event.type) {
    case "message":
    case "message-changed":
      return putMessage(state, event.message, event.type === "message");
    case "chat":
      return { ...state, chats: put(state.chats, event.chat, ({ chatId }) => chatId === event.chat.chatId) };
    case "user":
      return { ...state, users: put(state.users, event.user, ({ openId }) => openId === event.user.openId) };
    case "app":
      return { ...state, apps: put(state.apps, event.app, ({ appId }) => appId === event.app.appId) };
    case "request":
      return {
        ...state,
        requests: put(state.requests, event.request, ({ id }) => id === event.request.id).slice(-LOG_LIMIT),
        usage: { ...event.usage, cards: { ...state.usage.cards, ...event.usage.cards } },
      };
    case "delivery":
      return {
        ...state,
        deliveries: put(state.deliveries, event.delivery, ({ id }) => id === event.delivery.id).slice(-LOG_LIMIT),
      };
    case "toast":
      return event.user === state.me ? addToast(state, event.toast) : state;
    case "faults":
      return { ...state, faults: event.faults };
    default:
      return state;
  }
}

/** Where the text of the composer belongs. */
export const draftKey = ({ chat, thread }: PageState): string => thread ?? chat;

/** Puts a text aside until it is sent. */
export function putDraft(state: PageState, key: string, draft: Draft | undefined): PageState {
  const { [key]: _, ...others } = state.drafts;
  return { ...state, drafts: draft === undefined ? others : { ...others, [key]: draft } };
}

/** Opens the inspector at the calls for a card entity. */
export const showCalls = (state: PageState, card_id: string): PageState => ({
  ...state,
  part: "inspector",
  isInspected: true,
  tab: 0,
  filter: card_id,
});

/** Opens a chat as one of its members. */
export function openChat(state: PageState, chatId: string): PageState {
  const members = state.chats.find((chat) => chat.chatId === chatId)?.users ?? [];
  const me = members.includes(state.me) ? state.me : (members[0] ?? state.me);
  const { [chatId]: _, ...unread } = state.unread;
  return { ...state, chat: chatId, me, unread, replyTo: undefined, replyInThread: false, thread: undefined };
}
