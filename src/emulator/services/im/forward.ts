import { imParameterError } from "../../gateway/errors.ts";
import { requireStrings } from "../../gateway/read-body.ts";
import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { isObject, parseObject } from "../../platform/json.ts";
import type { EmulatedMessage } from "../../platform/types.ts";
import { success } from "../success.ts";
import { imError } from "./errors.ts";
import { findReceiver, lookUpMessage, memberChat, messageAt, type ReceiveIdType, type Receiver } from "./find.ts";
import { idsIn, isInChat } from "./operator.ts";
import { addMessage, messageOnce } from "./send.ts";
import { imOf } from "./state.ts";
import { toWire } from "./wire.ts";

function receiverOf(call: Call): Receiver {
  const { receive_id } = requireStrings(call.input.body, ["receive_id"]);
  return findReceiver(call, call.input.query.receive_id_type as ReceiveIdType, receive_id);
}

function forwardTo(call: Call, { chat, root }: Receiver, msgType: string, content: string): EmulatedMessage {
  return addMessage(call, { chat, msgType, content, parent: root });
}

/** Cards say themselves whether they may be forwarded; system messages never are. */
function checkForwardable(message: EmulatedMessage): void {
  if (message.deleted) {
    throw imError(230110);
  }
  if (message.msg_type === "system") {
    throw imError(230054);
  }
  const config = message.msg_type === "interactive" ? parseObject(message.content)?.config : undefined;
  if (isObject(config) && (config.enable_forward === false || config.streaming_mode === true)) {
    throw imError(230054);
  }
}

function forward(call: Call): Answer {
  const message = messageAt(call);
  const receiver = receiverOf(call);
  checkForwardable(message);
  const { merged } = imOf(call.state);
  const copy = messageOnce(call, call.input.query.uuid, () =>
    forwardTo(call, receiver, message.msg_type, message.content),
  );
  const inside = merged.get(message.message_id);
  if (inside !== undefined) {
    merged.set(copy.message_id, inside);
  }
  return success(toWire(call, copy));
}

/** The content of a merged message. */
export const MERGED = "Merged and Forwarded Message";

function mergeForward(call: Call): Answer {
  const receiver = receiverOf(call);
  const ids = idsIn(call.input.body.message_id_list);
  const isReadable = (message: EmulatedMessage): boolean => {
    const chat = call.state.chats.get(message.chat_id);
    return chat !== undefined && isInChat(call, chat) && !message.deleted;
  };
  const messages = ids.map((id) => lookUpMessage(call, id)).filter((one) => one !== undefined && isReadable(one));
  const known = messages as EmulatedMessage[];
  if (known.length === 0) {
    throw imParameterError("no valid message_id in message_id_list");
  }
  if (new Set(known.map(({ chat_id }) => chat_id)).size > 1) {
    throw imError(230066);
  }
  const message = messageOnce(call, call.input.query.uuid, () => {
    const merged = forwardTo(call, receiver, "merge_forward", MERGED);
    imOf(call.state).merged.set(
      merged.message_id,
      known.map((one) => ({ ...one })),
    );
    return merged;
  });
  const found = new Set(known.map(({ message_id }) => message_id));
  return success({ message: toWire(call, message), invalid_message_id_list: ids.filter((id) => !found.has(id)) });
}

function forwardThread(call: Call): Answer {
  const id = call.input.path.thread_id;
  const thread = [...call.state.messages.values()].filter((message) => message.thread_id === id);
  const [root] = thread;
  if (root === undefined) {
    throw imParameterError("invalid thread_id");
  }
  memberChat(call, root.chat_id);
  const receiver = receiverOf(call);
  const message = messageOnce(call, call.input.query.uuid, () => {
    const merged = forwardTo(call, receiver, "merge_forward", MERGED);
    imOf(call.state).merged.set(
      merged.message_id,
      thread.map((one) => ({ ...one })),
    );
    return merged;
  });
  return success(toWire(call, message));
}

export const imForward: readonly Route[] = service("im/v1", [
  route("POST messages/:message_id/forward", forward, [
    ["230054 for system messages, and for cards that stream or have `enable_forward: false`", "assumption"],
    ["A forwarded card is a copy: an entity's changes do not reach it", "assumption"],
  ]),
  route("POST messages/merge_forward", mergeForward, [
    ["Messages of two chats are 230066", "assumption"],
    ["Copies are kept: a recall later does not reach them", "assumption"],
  ]),
  route("POST threads/:thread_id/forward", forwardThread, [["A thread arrives as a merged message", "assumption"]]),
]);
