import type { Answer, OpenCall, Route } from "../../gateway/route.ts";
import { openRoute, service } from "../../gateway/service.ts";
import { isObject, type Json, parseObject } from "../../platform/json.ts";
import type { State } from "../../platform/state.ts";
import type { Given } from "../../platform/types.ts";
import { appendMessage } from "../im/append.ts";
import { contentFields } from "../im/send.ts";
import { readHookMessage } from "./content.ts";
import { isSigned } from "./sign.ts";
import type { WebhookRecord } from "./state.ts";
import { webhooksOf } from "./state.ts";

const MAX_BODY_BYTES = 20 * 1024;
const PER_SECOND = 5;
const PER_MINUTE = 100;

/** Refusals come with HTTP 200, and an empty `data` where others explain. */
const refuse = (code: number, msg: string): Answer => ({ json: { code, data: {}, msg } });

function isTooFast({ sentAt }: WebhookRecord, now: number): boolean {
  const inLast = (ms: number): number => sentAt.filter((at) => now - at < ms).length;
  return inLast(1000) >= PER_SECOND || inLast(60_000) >= PER_MINUTE;
}

/** A card message whose card stands elsewhere, for example under `content`. */
const isCardWithout = ({ msg_type, card }: Json): boolean => msg_type === "interactive" && !isObject(card);

async function receive(call: OpenCall): Promise<Answer> {
  const { state } = call;
  const hook = webhooksOf(state).hooks.get(call.params.hook_id ?? "");
  const chat = hook && state.chats.get(hook.chatId);
  if (hook === undefined || chat === undefined || chat.dissolved) {
    return refuse(19001, "param invalid: incoming webhook access token invalid");
  }
  const text = await call.request.text();
  if (new TextEncoder().encode(text).length > MAX_BODY_BYTES) {
    return refuse(19036, "the request body is too large");
  }
  const body = parseObject(text);
  if (body === undefined) {
    return refuse(9499, "Bad Request");
  }
  if (body.msg_type === undefined || body.msg_type === "") {
    return refuse(19002, "params error, msg_type need");
  }
  const now = state.now();
  if (hook.secret !== undefined && !(await isSigned(body, hook.secret, now))) {
    return refuse(19021, "sign match fail or timestamp is not within one hour from current time");
  }
  const message = readHookMessage(state, body);
  if (message === undefined) {
    return isCardWithout(body) ? refuse(19002, "params error, unknown card value") : refuse(9499, "Bad Request");
  }
  const fields = contentFields(state, message.msgType, message.content);
  const { keywords } = hook;
  if (keywords.length > 0 && !keywords.some((word) => fields.text.includes(word))) {
    return refuse(19024, "Key Words Not Found");
  }
  if (isTooFast(hook, now)) {
    return refuse(11232, "frequency limited");
  }
  hook.sentAt = [...hook.sentAt, now].slice(-PER_MINUTE);
  appendMessage(state, {
    message_id: `om_${state.ids.hex("message", 32)}`,
    chat_id: chat.chatId,
    msg_type: message.msgType,
    ...fields,
    sender: { id: hook.appId, id_type: "app_id", sender_type: "app", tenant_key: chat.tenantKey },
    create_time: String(now),
  });
  return { json: { StatusCode: 0, StatusMessage: "success", code: 0, data: {}, msg: "success" } };
}

/** Custom bots: messages to one group, by an address instead of a token. */
export const webhookHook: readonly Route[] = service("bot/v2", [
  openRoute("POST hook/:hook_id", receive, [
    ["HTTP 200 with 19021 for a wrong signature, 19024 without a keyword", "observed"],
    ["19001 for an unknown address, 19002 without `msg_type`", "observed"],
    ["`params error, unknown card value` for a card message without `card`", "observed"],
    ["Its code 19002", "assumption"],
    ["9499 for a content, an image, a chat or a card that is none", "assumption"],
    ["19036 over 20 KB, 11232 over 5 a second or 100 a minute", "documentation"],
    ["A keyword is looked for in what a person would read of the message", "assumption"],
    ["Only what was accepted counts for the limits", "assumption"],
  ]),
]);

/** Adds a custom bot to a group and gives its address. */
export function addWebhook(
  state: State,
  given: Given<{ name: string; keywords: readonly string[]; secret: string }> & { chat: { chatId: string } },
): string {
  const { chat, name = "Custom bot", keywords = [], secret } = given;
  if (state.chats.get(chat.chatId)?.chatType !== "group") {
    throw new TypeError("addWebhook: the chat is no group");
  }
  if (keywords.length > 10) {
    throw new TypeError("addWebhook: a custom bot has at most 10 keywords");
  }
  const hex = state.ids.hex("webhook", 32);
  const token = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  const appId = `cli_${state.ids.hex("webhook-app", 16)}`;
  webhooksOf(state).hooks.set(token, {
    token,
    chatId: chat.chatId,
    name,
    appId,
    keywords: [...keywords],
    ...(secret ? { secret } : {}),
    sentAt: [],
  });
  return `${state.domain}/open-apis/bot/v2/hook/${token}`;
}
