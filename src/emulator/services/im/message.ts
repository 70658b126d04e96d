import { badRequest, fieldError, imParameterError, PlatformError, violation } from "../../errors.ts";
import { optionalString, readJson, requireQuery, requireStrings } from "../../input.ts";
import type { Answer, Call, Route } from "../../router.ts";
import { appendMessage, trim } from "../../state.ts";
import type { EmulatedChat, EmulatedMessage } from "../../types.ts";
import { checkContent, readableText } from "./content.ts";
import { listMessages, toWire } from "./history.ts";
import { botChat, findMessage, findReceiver, RECEIVE_ID_TYPES } from "./lookup.ts";

const ONE_HOUR_MS = 60 * 60 * 1000;
const MAX_UUID_LENGTH = 50;

const success = (data: Record<string, unknown>): Answer => ({ json: { code: 0, msg: "success", data } });

interface Draft {
  chat: EmulatedChat;
  msgType: string;
  content: string;
  uuid: string | undefined;
  parent?: EmulatedMessage;
  inThread?: boolean;
}

/** Stores a bot's message, or finds the one that the same `uuid` made within an hour. */
function send(call: Call, draft: Draft): EmulatedMessage {
  const { state, caller } = call;
  const { app } = caller.app;
  const slot = `${app.appId}:${draft.uuid}`;
  const earlier = draft.uuid === undefined ? undefined : state.sentByUuid.get(slot);
  if (earlier !== undefined && state.now() - earlier.at < ONE_HOUR_MS) {
    const message = state.messages.get(earlier.messageId);
    if (message !== undefined) return message;
  }
  checkContent(draft.msgType, draft.content);
  const { parent } = draft;
  const threadId = parent?.thread_id ?? (draft.inThread ? `omt_${state.ids.hex("thread", 16)}` : undefined);
  const message: EmulatedMessage = {
    message_id: `om_${state.ids.hex("message", 32)}`,
    chat_id: draft.chat.chatId,
    msg_type: draft.msgType,
    content: draft.content,
    text: readableText(draft.msgType, draft.content),
    sender: { id: app.appId, id_type: "app_id", sender_type: "app", tenant_key: caller.tenantKey },
    create_time: String(state.now()),
    ...(parent === undefined ? {} : { root_id: parent.root_id ?? parent.message_id, parent_id: parent.message_id }),
    ...(threadId === undefined ? {} : { thread_id: threadId }),
  };
  appendMessage(state, message);
  if (draft.uuid !== undefined) {
    state.sentByUuid.delete(slot);
    state.sentByUuid.set(slot, { messageId: message.message_id, at: state.now() });
    trim(state.sentByUuid);
  }
  return message;
}

async function create(call: Call): Promise<Answer> {
  const type = requireQuery(call, "receive_id_type", RECEIVE_ID_TYPES);
  const body = await readJson(call);
  const { receive_id, msg_type, content } = requireStrings(body, ["receive_id", "msg_type", "content"]);
  const uuid = optionalString(body, "uuid", MAX_UUID_LENGTH);
  const chat = findReceiver(call, type, receive_id);
  return success(toWire(send(call, { chat, msgType: msg_type, content, uuid })));
}

async function reply(call: Call): Promise<Answer> {
  const body = await readJson(call);
  const { msg_type, content } = requireStrings(body, ["msg_type", "content"]);
  const uuid = optionalString(body, "uuid", MAX_UUID_LENGTH);
  const inThread = body.reply_in_thread ?? false;
  if (typeof inThread !== "boolean") throw badRequest("Invalid parameter type in json: reply_in_thread.");
  const parent = findMessage(call, call.params.message_id ?? "");
  const chat = botChat(call, parent.chat_id);
  if (inThread && chat.chatType === "p2p")
    throw new PlatformError(230071, "Aggregated messages in threads are not supported here.");
  return success(toWire(send(call, { chat, msgType: msg_type, content, uuid, parent, inThread })));
}

function get(call: Call): Answer {
  const message = findMessage(call, call.params.message_id ?? "");
  botChat(call, message.chat_id);
  return success({ items: [toWire(message)] });
}

function list(call: Call): Answer {
  const type = requireQuery(call, "container_id_type", ["chat", "thread"]);
  const id = call.query.get("container_id");
  if (!id) throw fieldError(violation("container_id", id, "container_id is required"));
  let chatId: string | undefined = id;
  if (type === "thread") {
    chatId = [...call.state.messages.values()].find((message) => message.thread_id === id)?.chat_id;
    if (chatId === undefined) throw imParameterError("invalid container_id");
  }
  botChat(call, chatId);
  const all = call.state.transcripts.get(chatId) ?? [];
  return success(listMessages(call.query, type === "thread" ? all.filter((message) => message.thread_id === id) : all));
}

export const imMessage: readonly Route[] = [
  {
    operation: "POST /open-apis/im/v1/messages",
    token: "tenant",
    source: "documentation",
    notes: [
      ["The same `uuid` within an hour gives the same message, whatever else was sent", "documentation"],
      ["230001 `invalid receive_id` when the id has the shape of another kind", "observed"],
      ["230034 for an id that nobody has", "documentation"],
      ["9499 for a body that is not JSON or a field of the wrong JSON type", "assumption"],
    ],
    handle: create,
  },
  {
    operation: "POST /open-apis/im/v1/messages/:message_id/reply",
    token: "tenant",
    source: "documentation",
    notes: [
      ["230001 for an unknown message", "assumption"],
      ["230071 for a thread in a p2p chat", "assumption"],
    ],
    handle: reply,
  },
  {
    operation: "GET /open-apis/im/v1/messages",
    token: "tenant",
    source: "documentation",
    notes: [["A page token is only good for the order it came from", "assumption"]],
    handle: list,
  },
  {
    operation: "GET /open-apis/im/v1/messages/:message_id",
    token: "tenant",
    source: "documentation",
    handle: get,
  },
];
