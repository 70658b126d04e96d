import type { Call } from "../../gateway/route.ts";
import { asText, isObject, parseObject } from "../../platform/json.ts";
import type { State } from "../../platform/state.ts";
import type { EmulatedChat, EmulatedMention, EmulatedMessage } from "../../platform/types.ts";
import { cardkitOf } from "../cardkit/state.ts";
import { type OnceOptions, once } from "../once.ts";
import { appendMessage } from "./append.ts";
import { readContent } from "./content.ts";
import { operatorOf } from "./operator.ts";
import { readableText } from "./readable.ts";
import { threadOf } from "./thread.ts";
import { mentionedIds, withPlaceholders } from "./wire.ts";

const ONE_HOUR_MS = 60 * 60 * 1000;

/** A message to be sent. */
export interface Draft {
  chat: EmulatedChat;
  msgType: string;
  content: string;
  uuid?: string | undefined;
  parent?: EmulatedMessage | undefined;
  inThread?: boolean;
}

/** Ids in the `at` elements of a post. */
function mentionedInPost(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(mentionedInPost);
  }
  if (!isObject(value)) {
    return [];
  }
  if (value.tag === "at") {
    return [asText(value.user_id)];
  }
  // An `<at>` within `md` shows a name and is no mention.
  return Object.values(value).flatMap(mentionedInPost);
}

/** The people and bots that a text or a post names, with the placeholders that readers get. */
function mentionsIn(state: State, msgType: string, content: string): EmulatedMention[] {
  const parsed = parseObject(content);
  const ids =
    msgType === "text" ? mentionedIds(asText(parsed?.text)) : msgType === "post" ? mentionedInPost(parsed) : [];
  const mentions: EmulatedMention[] = [];
  for (const id of new Set(ids)) {
    const user = [...state.users.values()].find((one) => [one.openId, one.unionId, one.userId].includes(id));
    const app = [...state.apps.values()].find((one) => one.app.botOpenId === id)?.app;
    const known = user ?? app;
    if (known !== undefined) {
      const key = `@_user_${mentions.length + 1}`;
      mentions.push({ key, id, id_type: "open_id", name: known.name, tenant_key: known.tenantKey });
    }
  }
  return mentions;
}

/** What a person would read: names in place of `<at>` tags. */
export function textOf(msgType: string, content: string, mentions: readonly EmulatedMention[]): string {
  const text = withPlaceholders(readableText(msgType, content), [...mentions]);
  return mentions.reduce((read, { key, name }) => read.replaceAll(key, `@${name}`), text);
}

/** The parts of a message that its content decides. */
export function contentFields(
  state: State,
  msgType: string,
  content: string,
): Pick<EmulatedMessage, "content" | "text"> {
  const mentions = mentionsIn(state, msgType, content);
  return { content, text: textOf(msgType, content, mentions), ...(mentions.length > 0 ? { mentions } : {}) };
}

/** Adds a message of the caller's to a chat, without looking at its content. */
export function addMessage(call: Call, draft: Draft, more: Partial<EmulatedMessage> = {}): EmulatedMessage {
  const { state, caller } = call;
  const { id, idType, type } = operatorOf(call);
  const { parent, msgType, content } = draft;
  const threadId = threadOf(state, draft);
  const message: EmulatedMessage = {
    message_id: `om_${state.ids.hex("message", 32)}`,
    chat_id: draft.chat.chatId,
    msg_type: msgType,
    ...contentFields(state, msgType, content),
    sender: { id, id_type: idType, sender_type: type, tenant_key: caller.tenantKey },
    create_time: String(state.now()),
    ...(parent === undefined ? {} : { root_id: parent.root_id ?? parent.message_id, parent_id: parent.message_id }),
    ...(threadId === undefined ? {} : { thread_id: threadId }),
    ...more,
  };
  appendMessage(state, message);
  return message;
}

/** Runs `make`, or finds the message that the same `uuid` of the same app made within an hour. */
export function messageOnce({ state, caller }: Call, uuid: unknown, make: () => EmulatedMessage): EmulatedMessage {
  if (uuid === undefined || uuid === "") {
    return make();
  }
  const options: OnceOptions<EmulatedMessage> = {
    lifeMs: ONE_HOUR_MS,
    recall: (id) => state.messages.get(asText(id)),
    keep: ({ message_id }) => message_id,
  };
  return once(state, ["message", caller.app.app.appId, uuid], options, make);
}

/** Checks and sends a message. */
export function send(call: Call, draft: Draft): EmulatedMessage {
  return messageOnce(call, draft.uuid, () => {
    const { content, cardId } = readContent(call, draft.msgType, draft.content, draft.chat);
    const message = addMessage(call, { ...draft, content }, cardId === undefined ? {} : { card_id: cardId });
    const entity = cardId === undefined ? undefined : cardkitOf(call.state).cards.get(cardId);
    if (entity !== undefined) {
      entity.messageId = message.message_id;
    }
    return message;
  });
}
