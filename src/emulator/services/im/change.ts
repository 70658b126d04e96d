import { fieldError, violation } from "../../gateway/errors.ts";
import { requireStrings } from "../../gateway/read-body.ts";
import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { isObject, parseObject } from "../../platform/json.ts";
import type { State } from "../../platform/state.ts";
import type { EmulatedChat, EmulatedMessage } from "../../platform/types.ts";
import { cardkitOf } from "../cardkit/state.ts";
import { success } from "../success.ts";
import { chatRecordOf, hasAuthority } from "./chat-record.ts";
import { cardRefused, readContent } from "./content.ts";
import { imError } from "./errors.ts";
import { type RecallType, recallEvent } from "./events.ts";
import { messageAt, openChat } from "./find.ts";
import { operatorOf } from "./operator.ts";
import { contentFields } from "./send.ts";
import { showContent } from "./show-card.ts";
import { imOf } from "./state.ts";
import { toWire } from "./wire.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const MAX_EDITS = 20;

const ageOf = ({ state }: Call, message: EmulatedMessage): number => state.now() - Number(message.create_time);

function edit(call: Call): Answer {
  const { msg_type, content } = requireStrings(call.input.body, ["msg_type", "content"]);
  const message = messageAt(call);
  const chat = openChat(call, message.chat_id);
  if (message.deleted) {
    throw imError(230011);
  }
  if (message.sender.id !== operatorOf(call).id) {
    throw imError(230071);
  }
  if (msg_type !== "text" && msg_type !== "post") {
    throw fieldError(violation("msg_type", msg_type, "msg_type is optional, options: [text,post]"));
  }
  if (message.msg_type !== "text" && message.msg_type !== "post") {
    throw imError(230054);
  }
  const { edits } = imOf(call.state);
  const count = edits.get(message.message_id) ?? 0;
  if (count >= MAX_EDITS) {
    throw imError(230072);
  }
  const read = readContent(call, msg_type, content, chat);
  edits.set(message.message_id, count + 1);
  message.msg_type = msg_type;
  delete message.mentions;
  Object.assign(message, contentFields(call.state, msg_type, read.content));
  const { text } = message;
  showContent(call.state, message, read.content, text);
  return success(toWire(call, message));
}

/** Whether everybody sees the same card. Cards of schema 1.0 have to say so. */
function isShared(content: string): boolean {
  const card = parseObject(content) ?? {};
  const config = isObject(card.config) ? card.config : {};
  return card.schema === "2.0" ? config.update_multi !== false : config.update_multi === true;
}

function patch(call: Call): Answer {
  const { content } = requireStrings(call.input.body, ["content"]);
  const message = messageAt(call);
  const chat = openChat(call, message.chat_id);
  if (message.deleted) {
    throw imError(230011);
  }
  if (message.sender.id !== operatorOf(call).id) {
    throw imError(230012);
  }
  if (message.msg_type !== "interactive") {
    throw imError(230054);
  }
  if (ageOf(call, message) > 14 * DAY_MS) {
    throw imError(230031);
  }
  const read = readContent(call, "interactive", content, chat);
  if (!isShared(message.content) || !isShared(read.content)) {
    throw cardRefused(200732, "the card is not shared: config.update_multi has to be true before and after");
  }
  const { cards } = cardkitOf(call.state);
  const shown = message.card_id === undefined ? undefined : cards.get(message.card_id);
  delete shown?.messageId;
  delete message.card_id;
  const next = read.cardId === undefined ? undefined : cards.get(read.cardId);
  if (next !== undefined) {
    next.messageId = message.message_id;
    message.card_id = next.id;
  }
  showContent(call.state, message, read.content);
  return success();
}

/** Recalls a message: it keeps its place, and its content is removed. */
export function recallMessage(state: State, message: EmulatedMessage): void {
  message.deleted = true;
  message.update_time = String(state.now());
  delete message.pinned;
  imOf(state).pins.delete(message.message_id);
  state.changes.emit({ type: "message-changed", message });
}

/** Whether the caller may take a message back, and as whom. */
function mayRecall(call: Call, chat: EmulatedChat, message: EmulatedMessage): RecallType {
  const { id } = operatorOf(call);
  const record = chatRecordOf(call.state, chat);
  const isOwn = message.sender.id === id;
  if (!isOwn && !hasAuthority(call, record)) {
    throw imError(230026);
  }
  if (ageOf(call, message) > (isOwn ? DAY_MS : 365 * DAY_MS)) {
    throw imError(230009);
  }
  return isOwn ? "message_owner" : record.owner === id ? "group_owner" : "group_manager";
}

function recall(call: Call): Answer {
  const message = messageAt(call);
  const chat = openChat(call, message.chat_id);
  if (message.deleted) {
    throw imError(230110);
  }
  const recallType = mayRecall(call, chat, message);
  recallMessage(call.state, message);
  const event = recallEvent(message, recallType, call.state.now());
  call.emit(chat.bots, { type: "im.message.recalled_v1", event });
  return success();
}

/** Editing, updating and recalling messages. */
export const imChange: readonly Route[] = service("im/v1/messages/:message_id", [
  route("PUT", edit, [
    ["At most 20 edits (230072), by the sender only (230071)", "documentation"],
    ["There is no time after which a message cannot be edited: the company sets it", "assumption"],
    ["A text may become a post, and a post a text", "assumption"],
  ]),
  route("PATCH", patch, [
    ["Within 14 days (230031), by the sender only (230012)", "documentation"],
    ["230099 when `update_multi` is not true before and after; cards of 2.0 need not say it", "documentation"],
    ["The code inside that 230099", "assumption"],
    ["A message that showed an entity shows it no longer", "assumption"],
  ]),
  route("DELETE", recall, [
    ["Own messages within 24 hours, others' within a year by owner, manager or creator", "documentation"],
    ["230110 for a message that was recalled already", "assumption"],
    ["Every bot in the chat gets the event, also the one that recalled", "assumption"],
  ]),
]);
