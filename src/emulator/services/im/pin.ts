import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asNumber, asText } from "../../platform/json.ts";
import { success } from "../success.ts";
import { imError } from "./errors.ts";
import { findMessage, memberChat } from "./find.ts";
import { readSeconds } from "./history.ts";
import { operatorOf } from "./operator.ts";
import { pageOf } from "./page.ts";
import type { PinRecord } from "./state.ts";
import { imOf } from "./state.ts";

const toWire = ({ messageId, chatId, operator, operatorIdType, at }: PinRecord): Record<string, unknown> => ({
  message_id: messageId,
  chat_id: chatId,
  operator_id: operator,
  operator_id_type: operatorIdType,
  create_time: String(at),
});

/** A message of a chat that is still there and that the caller is in. */
function pinnable(call: Call, id: unknown) {
  const message = findMessage(call, id);
  if (memberChat(call, message.chat_id).dissolved) {
    throw imError(230045);
  }
  return message;
}

function create(call: Call): Answer {
  const { state, input } = call;
  const message = pinnable(call, input.body.message_id);
  if (message.deleted) {
    throw imError(230011);
  }
  if (message.msg_type === "system") {
    throw imError(230054);
  }
  const { id, idType } = operatorOf(call);
  let pin = imOf(state).pins.get(message.message_id);
  if (pin === undefined) {
    const { message_id: messageId, chat_id: chatId } = message;
    pin = { messageId, chatId, operator: id, operatorIdType: idType, at: state.now() };
    imOf(state).pins.set(messageId, pin);
    message.pinned = true;
    state.changes.emit({ type: "message-changed", message });
  }
  return success({ pin: toWire(pin) });
}

function remove(call: Call): Answer {
  const message = pinnable(call, call.input.path.message_id);
  if (imOf(call.state).pins.delete(message.message_id)) {
    delete message.pinned;
    call.state.changes.emit({ type: "message-changed", message });
  }
  return success();
}

/** Times of a pin are milliseconds, where those of messages are seconds. */
function list(call: Call): Answer {
  const chat = memberChat(call, asText(call.input.query.chat_id));
  const milliseconds = (name: string): number | undefined => {
    const value = call.input.query[name];
    if (value === undefined || /^\d{13}$/.test(asText(value))) {
      return value === undefined ? value : asNumber(value);
    }
    return readSeconds(call, name);
  };
  const start = milliseconds("start_time") ?? 0;
  const end = milliseconds("end_time") ?? Number.POSITIVE_INFINITY;
  const pins = [...imOf(call.state).pins.values()]
    .filter(({ chatId, at }) => chatId === chat.chatId && at >= start && at <= end)
    .reverse();
  const page = pageOf(call, pins, ({ messageId }) => messageId);
  return success({ ...page, items: page.items.map(toWire) });
}

export const imPin: readonly Route[] = service("im/v1/pins", [
  route("POST ", create, [["A message that is pinned already keeps its pin", "assumption"]]),
  route("DELETE /:message_id", remove, [["A message that is not pinned is no error", "assumption"]]),
  route("GET ", list, [["The newest pin comes first; times of ten digits are read as seconds", "assumption"]]),
]);
