import type { DeliveryEntry, PageChat, PageMessage } from "../../control/protocol.ts";
import { failuresIn } from "./failures.ts";
import type { PageState } from "./state.ts";

/** Names of people and bots, by every id they are called by. */
export type Names = ReadonlyMap<string, string>;

const remember = <A extends readonly unknown[], T>(make: (...inputs: A) => T): ((...inputs: A) => T) => {
  let last: { inputs: A; made: T } | undefined;
  return (...inputs) => {
    if (!last?.inputs.every((input, index) => input === inputs[index])) {
      last = { inputs, made: make(...inputs) };
    }
    return (last as { made: T }).made;
  };
};

const makeNames = remember((users: PageState["users"], apps: PageState["apps"]): Names => {
  const names = new Map<string, string>();
  for (const { openId, name } of users) {
    names.set(openId, name);
  }
  for (const { appId, botOpenId, name } of apps) {
    names.set(appId, name).set(botOpenId, name);
  }
  return names;
});

export const selectNames = ({ users, apps }: PageState): Names => makeNames(users, apps);

const makeFailures = remember(
  (deliveries: readonly DeliveryEntry[]): ReadonlyMap<string, readonly DeliveryEntry[]> => failuresIn(deliveries),
);

/** What failed of each message, by its id. */
export const selectFailures = ({ deliveries }: PageState): ReadonlyMap<string, readonly DeliveryEntry[]> =>
  makeFailures(deliveries);

const NONE: readonly PageMessage[] = [];

export const selectChat = ({ chats, chat }: PageState): PageChat | undefined =>
  chats.find(({ chatId }) => chatId === chat);

const inThread = remember((messages: readonly PageMessage[], thread: string | undefined): readonly PageMessage[] => {
  if (thread === undefined) {
    return messages;
  }
  const replies = messages.filter((message) => message.thread_id === thread);
  const root = messages.find((message) => message.message_id === replies[0]?.root_id);
  return root === undefined || replies.includes(root) ? replies : [root, ...replies];
});

/** The messages of the open chat, or of the open thread. */
export const selectMessages = ({ messages, chat, thread }: PageState): readonly PageMessage[] =>
  inThread(messages[chat] ?? NONE, thread);

/** The message that the open thread begins with. */
export const selectThreadRoot = (state: PageState): PageMessage | undefined =>
  state.thread === undefined ? undefined : selectMessages(state)[0];

const listed = (ids: readonly string[], names: Names): string => ids.map((id) => names.get(id) ?? id).join(", ");

/** A chat of two without a name, which shows the person's. */
const isUnnamed = ({ chatType, name, users, bots }: PageChat, names: Names): boolean =>
  chatType === "p2p" && bots.length > 0 && name === listed(users, names);

/** Whom one writes to: in a chat of two the bot, and not oneself. */
export const peerOf = (chat: PageChat, names: Names): string =>
  isUnnamed(chat, names) ? listed(chat.bots, names) : chat.name;

/** The chat among others: everybody's chats with the bot would look the same without the people. */
export const titleOf = (chat: PageChat, names: Names): string =>
  isUnnamed(chat, names) ? `${peerOf(chat, names)} and ${chat.name}` : chat.name;
