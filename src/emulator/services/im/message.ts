import { fieldError, imParameterError, violation } from "../../gateway/errors.ts";
import { optionalString, requireStrings } from "../../gateway/read-body.ts";
import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import type { EmulatedMessage } from "../../platform/types.ts";
import { success } from "../success.ts";
import { imError } from "./errors.ts";
import { emitMessage } from "./events.ts";
import { findMessage, findReceiver, memberChat, messageAt, openChat, type ReceiveIdType } from "./find.ts";
import { listMessages } from "./history.ts";
import { type Draft, send } from "./send.ts";
import { imOf } from "./state.ts";
import { toWire } from "./wire.ts";

const MAX_UUID_LENGTH = 50;

/** Sends a message. Bots receive those of people, and none of other bots. */
function sendAndTell(call: Call, draft: Draft): EmulatedMessage {
  const newest = (): EmulatedMessage | undefined => call.state.transcripts.get(draft.chat.chatId)?.at(-1);
  const before = newest();
  const message = send(call, draft);
  const { user } = call.caller;
  // A message that was sent already by the same `uuid` is not the newest, or was it before.
  if (user !== undefined && message !== before && message === newest()) {
    emitMessage(call, user, draft.chat, message);
  }
  return message;
}

function create(call: Call): Answer {
  const { body, query } = call.input;
  const { receive_id, msg_type, content } = requireStrings(body, ["receive_id", "msg_type", "content"]);
  const uuid = optionalString(body, "uuid", MAX_UUID_LENGTH);
  const { chat } = findReceiver(call, query.receive_id_type as ReceiveIdType, receive_id);
  return success(toWire(call, sendAndTell(call, { chat, msgType: msg_type, content, uuid })));
}

function reply(call: Call): Answer {
  const { body } = call.input;
  const { msg_type, content } = requireStrings(body, ["msg_type", "content"]);
  const uuid = optionalString(body, "uuid", MAX_UUID_LENGTH);
  const parent = findMessage(call, call.input.path.message_id);
  const chat = openChat(call, parent.chat_id);
  if (parent.deleted) {
    throw imError(230011);
  }
  const inThread = body.reply_in_thread === true;
  return success(toWire(call, sendAndTell(call, { chat, msgType: msg_type, content, uuid, parent, inThread })));
}

function get(call: Call): Answer {
  const message = messageAt(call);
  const inside = imOf(call.state).merged.get(message.message_id) ?? [];
  const copies = inside.map((one) => ({ ...toWire(call, one), upper_message_id: message.message_id }));
  return success({ items: [toWire(call, message), ...copies] });
}

function list(call: Call): Answer {
  const { container_id_type: type } = call.input.query;
  const id = asText(call.input.query.container_id);
  if (type !== "chat" && type !== "thread") {
    const choices = "container_id_type is optional, options: [chat,thread]";
    throw fieldError(violation("container_id_type", type, choices));
  }
  if (type === "chat") {
    const { chatId } = memberChat(call, id);
    return success(listMessages(call, call.state.transcripts.get(chatId) ?? []));
  }
  const chatId = [...call.state.messages.values()].find((message) => message.thread_id === id)?.chat_id;
  if (chatId === undefined) {
    throw imParameterError("invalid container_id");
  }
  memberChat(call, chatId);
  const all = call.state.transcripts.get(chatId) ?? [];
  return success(
    listMessages(
      call,
      all.filter((message) => message.thread_id === id),
    ),
  );
}

/** Sending, answering and reading messages. */
export const imMessage: readonly Route[] = service("im/v1/messages", [
  route("POST ", create, [
    ["The same `uuid` within an hour gives the same message, whatever else was sent", "documentation"],
    ["230001 `invalid receive_id` when the id has the shape of another kind", "observed"],
    ["230034 for an unknown id", "documentation"],
    ["230055 when a file was uploaded as another type than the message's", "observed"],
    ["230001 for an unknown key; 230017 for another app's", "assumption"],
    ["230099 with code 11310 for an unknown card_id", "observed"],
    ["An `<at>` within `md` of a post shows a name, mentions no one and wakes no bot", "observed"],
    ["The same for a card_id that was sent already", "assumption"],
    ["The emulator has no group settings, so every member may write", "assumption"],
    ["At most 5 messages a second to a chat (230020) is not kept: a fault can stand for it", "assumption"],
  ]),
  route("POST :message_id/reply", reply, [
    ["230001 for an unknown message", "assumption"],
    ["230011 for a recalled message", "observed"],
    ["A p2p chat has threads, too", "observed"],
    ["99992354 for an id that is none of a message, such as a card token or a thread", "observed"],
    ["A thread begins with the message that was answered in it, which gets its `thread_id`", "assumption"],
  ]),
  route("GET ", list, [
    ["99992402 for a page size above 50", "observed"],
    ["`page_token` is an empty text on the last page", "observed"],
    ["A page token is only good for the order it came from", "assumption"],
    ["Recalled messages stay in the list with `deleted`", "documentation"],
    ["A thread's list has the message that it begins with", "assumption"],
  ]),
  route("GET :message_id", get, [
    ["A card comes back as a title and rows, unless `card_msg_content_type` is `user_card_content`", "documentation"],
    ["Which components are left in the rows", "assumption"],
  ]),
]);
