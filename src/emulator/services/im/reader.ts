import { imParameterError } from "../../gateway/errors.ts";
import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import type { State } from "../../platform/state.ts";
import type { EmulatedMessage } from "../../platform/types.ts";
import { success } from "../success.ts";
import { imError } from "./errors.ts";
import { messageAt } from "./find.ts";
import { askedIdOf, idsIn, operatorOf, personOf } from "./operator.ts";
import { pageOf } from "./page.ts";
import { imOf } from "./state.ts";

const SEVEN_DAYS_MS = 7 * 24 * 60 * 60 * 1000;

/** Notes that a person read a message; `false` when they had before. */
export function readMessage(state: State, message: EmulatedMessage, openId: string): boolean {
  const reads = imOf(state).reads.get(message.message_id) ?? [];
  if (reads.some((one) => one.openId === openId)) {
    return false;
  }
  reads.push({ openId, at: state.now() });
  imOf(state).reads.set(message.message_id, reads);
  message.read_by = reads.map((one) => one.openId);
  state.changes.emit({ type: "message-changed", message });
  return true;
}

function ownMessage(call: Call): EmulatedMessage {
  const message = messageAt(call);
  if (message.sender.id !== operatorOf(call).id) {
    throw imError(230012);
  }
  return message;
}

function readUsers(call: Call): Answer {
  const message = ownMessage(call);
  const { state, caller, input } = call;
  if (state.now() - Number(message.create_time) > SEVEN_DAYS_MS) {
    throw imError(230033);
  }
  const page = pageOf(call, imOf(state).reads.get(message.message_id) ?? [], ({ openId }) => openId);
  const items = page.items.map(({ openId, at }) => ({
    user_id_type: input.query.user_id_type,
    user_id: askedIdOf(call, openId),
    timestamp: String(at),
    tenant_key: caller.tenantKey,
  }));
  return success({ ...page, items });
}

/** Urgent calls have no effect here. The answer has the ids of people who are not in the chat. */
function urgent(call: Call): Answer {
  const message = ownMessage(call);
  if (message.deleted) {
    throw imError(230011);
  }
  const ids = idsIn(call.input.body.user_id_list);
  if (ids.length === 0 || ids.length > 200) {
    throw imParameterError("user_id_list takes 1 to 200 ids");
  }
  const chat = call.state.chats.get(message.chat_id);
  const isHere = (id: string) => chat?.users.some((member) => member.openId === personOf(call, id)?.openId);
  return success({ invalid_user_id_list: ids.filter((id) => !isHere(id)) });
}

const URGENT_NOTES = [["No call is made; at most 200 ids at once", "assumption"]] as const;

export const imReader: readonly Route[] = service("im/v1/messages/:message_id", [
  route("GET read_users", readUsers, [["People read only what `read` of the emulator lets them", "assumption"]]),
  route("PATCH urgent_app", urgent, URGENT_NOTES),
  route("PATCH urgent_sms", urgent, URGENT_NOTES),
  route("PATCH urgent_phone", urgent, URGENT_NOTES),
]);
