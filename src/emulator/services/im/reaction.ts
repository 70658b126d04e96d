import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import type { EmulatedMessage } from "../../platform/types.ts";
import { success } from "../success.ts";
import { EMOJI_TYPES } from "./emoji.ts";
import { imError } from "./errors.ts";
import { actorOf, reactionEvent } from "./events.ts";
import { lookUpMessage } from "./find.ts";
import { askedIdOf, isInChat, operatorOf } from "./operator.ts";
import { pageOf } from "./page.ts";
import { addReaction, ownReaction, reactionsOf, removeReaction } from "./reaction-records.ts";
import type { ReactionRecord } from "./state.ts";
import { imOf } from "./state.ts";

const toWire = (call: Call, { id, operator, operatorType, emoji, at }: ReactionRecord): Record<string, unknown> => ({
  reaction_id: id,
  operator: { operator_id: askedIdOf(call, operator), operator_type: operatorType },
  action_time: String(at),
  reaction_type: { emoji_type: emoji },
});

/** The message, in a chat that the caller is in; `code` says that it is not. */
function messageFor(call: Call, code: 231002 | 231018): EmulatedMessage {
  const message = lookUpMessage(call, call.input.path.message_id);
  const chat = message && call.state.chats.get(message.chat_id);
  if (message === undefined || chat === undefined || message.deleted) {
    throw imError(231003);
  }
  if (!isInChat(call, chat)) {
    throw imError(code);
  }
  if (chat.dissolved) {
    throw imError(232009);
  }
  return message;
}

/** The bots in the chat learn of it, also the one that did it. */
function emitReaction(call: Call, message: EmulatedMessage, emoji: string, what: "created" | "deleted"): void {
  const { state } = call;
  const event = reactionEvent(message, emoji, actorOf(call), state.now());
  call.emit(state.chats.get(message.chat_id)?.bots ?? [], { type: `im.message.reaction.${what}_v1`, event });
}

function create(call: Call): Answer {
  const message = messageFor(call, 231002);
  const { emoji_type: emoji } = call.input.body.reaction_type as { emoji_type: string };
  if (!EMOJI_TYPES.has(emoji)) {
    throw imError(231001);
  }
  if (message.msg_type === "system") {
    throw imError(231017);
  }
  const operator = operatorOf(call);
  const earlier = ownReaction(call.state, message, operator.id, emoji);
  if (earlier !== undefined) {
    return success(toWire(call, earlier));
  }
  const made = addReaction(call.state, message, operator, emoji);
  emitReaction(call, message, emoji, "created");
  return success(toWire(call, made));
}

function list(call: Call): Answer {
  const message = messageFor(call, 231018);
  const { reaction_type: emoji } = call.input.query;
  if (emoji !== undefined && !EMOJI_TYPES.has(asText(emoji))) {
    throw imError(231001);
  }
  const records = reactionsOf(call.state, message).filter((one) => emoji === undefined || one.emoji === emoji);
  const page = pageOf(
    call,
    records,
    ({ id }) => id,
    () => imError(231012),
  );
  return success({ ...page, items: page.items.map((record) => toWire(call, record)) });
}

function remove(call: Call): Answer {
  const message = messageFor(call, 231002);
  const id = call.input.path.reaction_id;
  const record = reactionsOf(call.state, message).find((one) => one.id === id);
  if (record === undefined) {
    const isElsewhere = [...imOf(call.state).reactions.values()].flat().some((one) => one.id === id);
    throw imError(isElsewhere ? 231010 : 231011);
  }
  if (record.operator !== operatorOf(call).id) {
    throw imError(231007);
  }
  removeReaction(call.state, message, record);
  emitReaction(call, message, record.emoji, "deleted");
  return success(toWire(call, record));
}

export const imReaction: readonly Route[] = service("im/v1/messages/:message_id/reactions", [
  route("POST ", create, [
    ["Which values of `emoji_type` there are: others are refused with 231001", "assumption"],
    ["The same emoji by the same operator is the same reaction", "assumption"],
    ["Every bot in the chat gets the event, also the one that reacted", "assumption"],
    ["231003 for a recalled message, 231002 for a chat that the operator is not in", "documentation"],
  ]),
  route("GET ", list, [["231018 for a chat that the operator is not in", "assumption"]]),
  route("DELETE /:reaction_id", remove),
]);
