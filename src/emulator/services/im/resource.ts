import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText, parseObject } from "../../platform/json.ts";
import { imError } from "./errors.ts";
import { toDownload } from "./file.ts";
import { lookUpMessage } from "./find.ts";
import { isInChat } from "./operator.ts";

/** Whether a key stands anywhere in a content. */
function holds(value: unknown, key: string): boolean {
  if (typeof value !== "object" || value === null) {
    return value === key;
  }
  return Object.values(value).some((part) => holds(part, key));
}

function get(call: Call): Answer {
  const { type } = call.input.query;
  if (type !== "image" && type !== "file") {
    throw imError(234001);
  }
  const message = lookUpMessage(call, call.input.path.message_id);
  const chat = message && call.state.chats.get(message.chat_id);
  if (message === undefined || chat === undefined) {
    throw imError(234001);
  }
  if (!isInChat(call, chat)) {
    throw imError(234004);
  }
  if (message.deleted) {
    throw imError(230110);
  }
  if (message.msg_type === "interactive" || message.msg_type === "merge_forward") {
    throw imError(234043);
  }
  const key = asText(call.input.path.file_key);
  const file = holds(parseObject(message.content), key) ? call.state.files.get(key) : undefined;
  if (file === undefined || (file.kind === "image") !== (type === "image")) {
    throw imError(234003);
  }
  return toDownload(file);
}

/** Files and images inside messages, of any sender. */
export const imResource: readonly Route[] = service("im/v1", [
  route("GET messages/:message_id/resources/:file_key", get, [
    ["234003 when `type` is another than the file's", "assumption"],
    ["234001 for an unknown message", "assumption"],
  ]),
]);
