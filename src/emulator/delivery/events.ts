import type { AppRecord, State } from "../platform/state.ts";
import type {
  EmulatedChat,
  EmulatedMessage,
  EmulatedUser,
  EventRequestOptions,
  PushedEvent,
} from "../platform/types.ts";
import { targetUrl } from "./deliver.ts";
import { encryptEvent, postOf, signatureHeaders } from "./seal.ts";

/** Callbacks, whose `create_time` counts microseconds where that of events counts milliseconds. */
const CALLBACKS = ["card.action.trigger", "url.preview.get"];

/** An event ready to send. */
export interface BuiltEvent {
  eventId: string;
  eventType: string;
  /** The body before it is encrypted. */
  payload: Record<string, unknown>;
  signed: boolean;
  /** A callback is sent once, an event until it is acknowledged. */
  isCallback: boolean;
  request: Request;
  /** The same body once more, signed now or with what the first request carried. */
  again(signedAnew: boolean): Promise<Request>;
}

function envelope(record: AppRecord, pushed: PushedEvent, eventId: string, now: number): Record<string, unknown> {
  const { app } = record;
  if (pushed.type === "url_verification") {
    return { challenge: pushed.event.challenge, token: app.verificationToken, type: "url_verification" };
  }
  if (pushed.schema === "1.0") {
    const ids = pushed.type === "app_ticket" ? { app_id: app.appId } : { app_id: app.appId, tenant_key: app.tenantKey };
    return {
      ts: (now / 1000).toFixed(6),
      uuid: eventId,
      token: app.verificationToken,
      type: "event_callback",
      event: { type: pushed.type, ...ids, ...pushed.event },
    };
  }
  return {
    schema: "2.0",
    header: {
      event_id: eventId,
      event_type: pushed.type,
      create_time: String(CALLBACKS.includes(pushed.type) ? now * 1000 : now),
      token: app.verificationToken,
      app_id: app.appId,
      tenant_key: app.tenantKey,
    },
    event: pushed.event,
  };
}

/** Builds an event's request: sealed and signed when the app has an encrypt key. */
export async function buildEvent(
  state: State,
  record: AppRecord,
  pushed: PushedEvent,
  options: EventRequestOptions = {},
): Promise<BuiltEvent> {
  const { encryptKey } = record.app;
  const now = options.now ?? state.now();
  const eventId = state.ids.hex("event", 32);
  const payload = envelope(record, pushed, eventId, now);
  let body = JSON.stringify(payload);
  if (options.encrypted ?? encryptKey !== "") {
    const iv = options.iv ?? state.ids.bytes("iv", 16);
    body = JSON.stringify({ encrypt: await encryptEvent(body, encryptKey, iv) });
  }
  const bytes = new TextEncoder().encode(body);
  const signed = options.signed ?? (encryptKey !== "" && pushed.type !== "url_verification");
  const sign = async (at: number, given: EventRequestOptions): Promise<Record<string, string>> => {
    if (!signed) {
      return {};
    }
    const timestamp = String(given.timestamp ?? Math.floor(at / 1000));
    const nonce = given.nonce ?? state.ids.hex("nonce", 10);
    return signatureHeaders("SHA-256", timestamp, nonce, encryptKey, bytes);
  };
  const headers = await sign(now, options);
  return {
    eventId,
    eventType: pushed.type,
    payload,
    signed,
    isCallback: pushed.type === "url_verification" || CALLBACKS.includes(pushed.type),
    request: postOf(targetUrl(record.target), bytes, headers),
    again: async (signedAnew) =>
      postOf(targetUrl(record.target), bytes, signedAnew ? await sign(state.now(), {}) : headers),
  };
}

/** Builds the old card callback: plain, and signed by SHA-1 with the verification token. */
export async function buildOldCardCallback(
  state: State,
  record: AppRecord,
  payload: Record<string, unknown>,
): Promise<BuiltEvent> {
  const bytes = new TextEncoder().encode(JSON.stringify(payload));
  const timestamp = String(Math.floor(state.now() / 1000));
  const nonce = state.ids.hex("nonce", 10);
  const headers = await signatureHeaders("SHA-1", timestamp, nonce, record.app.verificationToken, bytes);
  const build = (): Request => postOf(targetUrl(record.target), bytes, headers);
  return {
    eventId: state.ids.hex("event", 32),
    eventType: "card.action.trigger_v1",
    payload,
    signed: true,
    isCallback: true,
    request: build(),
    again: async () => build(),
  };
}

/** A person in an event: all three ids. */
export const userIds = (user: EmulatedUser): Record<string, string> => ({
  open_id: user.openId,
  union_id: user.unionId,
  user_id: user.userId,
});

/** Body of `im.message.receive_v1`. */
export function messageEvent(
  user: EmulatedUser,
  chat: EmulatedChat,
  message: EmulatedMessage,
  mentions: readonly Record<string, unknown>[],
): Record<string, unknown> {
  const { message_id, create_time, content, msg_type, root_id, parent_id, thread_id } = message;
  return {
    sender: { sender_id: userIds(user), sender_type: "user", tenant_key: user.tenantKey },
    message: {
      message_id,
      ...(root_id === undefined ? {} : { root_id, parent_id }),
      ...(thread_id === undefined ? {} : { thread_id }),
      create_time,
      update_time: create_time,
      chat_id: chat.chatId,
      chat_type: chat.chatType,
      message_type: msg_type,
      content,
      ...(mentions.length === 0 ? {} : { mentions }),
    },
  };
}

/** Bodies of a card callback, new and old. */
export function cardBodies(
  state: State,
  user: EmulatedUser,
  message: EmulatedMessage,
  action: Record<string, unknown>,
): { token: string; v1: Record<string, unknown>; v2: Record<string, unknown> } {
  const token = `c-${state.ids.hex("card-token", 40)}`;
  return {
    token,
    v1: {
      open_id: user.openId,
      user_id: user.userId,
      open_message_id: message.message_id,
      open_chat_id: message.chat_id,
      tenant_key: user.tenantKey,
      token,
      action,
    },
    v2: {
      operator: { tenant_key: user.tenantKey, ...userIds(user) },
      token,
      action,
      host: "im_message",
      context: { open_message_id: message.message_id, open_chat_id: message.chat_id },
    },
  };
}
