import type { MessageContent } from "../message/index.ts";
import { toParts, toText } from "./parts.ts";
import { type EventIdentity, uuidOf } from "./uuid.ts";

/** A message to answer, for example `event.message`. */
export interface ReplyTarget {
  readonly message_id: string;
  /** Where a new message goes if this one was recalled. Default: the chat of the message, which costs a request. */
  readonly chat_id?: string | undefined;
  /** Answers in a thread, and begins one if there is none. Default: in a thread only if the message is in one. */
  readonly reply_in_thread?: boolean | undefined;
}

/** What a new message can go to. */
const ID_TYPES = ["chat_id", "open_id", "union_id", "user_id", "email"] as const;

type IdType = (typeof ID_TYPES)[number];

/** Where a message goes: the message that it answers, or a chat or person by one id. */
export type Target = ReplyTarget | { [Type in IdType]: { readonly [Id in Type]: string } }[IdType];

/** The platform's answer to a message that was sent. */
interface Sent {
  data: { message_id?: string };
}

/** A client with the operations of `im`: the front door's, or core's with `apis: { im }`. */
export interface MessageClient {
  readonly im: {
    readonly v1: {
      readonly message: {
        create(payload: {
          params: { receive_id_type: IdType };
          data: MessageContent & { receive_id: string; uuid?: string };
        }): Promise<Sent>;
        reply(payload: {
          path: { message_id: string };
          data: MessageContent & { reply_in_thread?: boolean | undefined; uuid?: string };
        }): Promise<Sent>;
        get(payload: { path: { message_id: string } }): Promise<{ data: { items?: { chat_id?: string }[] } }>;
      };
    };
  };
}

/** How to send. */
export interface SendOptions {
  /**
   * What the event's handler got. Every message gets a `uuid` from it, so that a handler that runs again within an hour
   * sends nothing twice. Default: none, and each call sends.
   */
  readonly ctx?: EventIdentity | undefined;
  /**
   * Distinguishes this call from others of the same event to the same target. Default: how many there were before; name them
   * where handlers send at the same time.
   */
  readonly call?: string | undefined;
}

/** The message to answer was recalled or deleted, cannot be seen, or will vanish. */
const GONE = /^(230011|230050|230110|230111)$/;

/** The content is not what the platform takes. */
const REFUSED = /^(230001|230025|99992402)$/;

/** How many sends there were of an event, by target. */
const counts: WeakMap<object, Record<string, number>> = /* @__PURE__ */ new WeakMap();

function countOf(ctx: object, target: string): number {
  const count = counts.get(ctx) ?? {};
  counts.set(ctx, count);
  count[target] = (count[target] ?? 0) + 1;
  return count[target];
}

/**
 * Sends a message to a chat or a person, or as the answer to a message, and makes sure that it arrives.
 *
 * - A text, or a `markdown`, that is too large is split at the borders of its paragraphs into several messages, in order.
 * - If the message to answer was recalled, a new message goes to its chat.
 * - If a post is refused, its words are sent as a text.
 *
 * @param target - `event.message` to answer it; `{ ...event.message, reply_in_thread: true }` to answer in a thread;
 *   `{ chat_id }`, `{ open_id }`, `{ union_id }`, `{ user_id }` or `{ email }` for a new message.
 * @param content - From a builder of `lark-edge/message`.
 * @returns The ids of the messages, in order.
 * @throws {TypeError} `target` names nothing to send to.
 * @throws {LarkApiError} The platform refused, and nothing of the above helped. Parts that were sent stay.
 * @example
 * events.on("im.message.receive_v1", async ({ message }, ctx) => {
 *   await send(client, message, markdown(await answer(message)), { ctx });
 * });
 * @see https://open.feishu.cn/document/server-docs/im-v1/message/reply 回复消息
 * @see https://open.feishu.cn/document/server-docs/im-v1/message/create 发送消息
 */
export async function send(
  client: MessageClient,
  target: Target,
  content: MessageContent,
  { ctx, call }: SendOptions = {},
): Promise<string[]> {
  const { message } = client.im.v1;
  const { message_id, reply_in_thread, ...ids }: Partial<ReplyTarget & Record<IdType, string>> = Object(target);
  const type = ID_TYPES.find((one) => ids[one]) ?? "chat_id";
  let receive_id = ids[type];
  let path = message_id ? { message_id } : undefined;
  const name = message_id ?? receive_id;
  if (!name) {
    throw new TypeError(`send: target must have message_id, ${ID_TYPES.join(", ")}`);
  }
  const which = ctx && (call ?? countOf(ctx, name));
  const sent: string[] = [];

  async function deliver(part: MessageContent): Promise<void> {
    // Another way or type is another message to the platform.
    const uuid = ctx && (await uuidOf(ctx, name, which, sent.length, part.msg_type, !path));
    const data = uuid ? { ...part, uuid } : part;
    try {
      const answer = path
        ? await message.reply({ path, data: { ...data, reply_in_thread } })
        : await message.create({
            params: { receive_id_type: type },
            data: { ...data, receive_id: receive_id as string },
          });
      sent.push(answer.data.message_id as string);
    } catch (error) {
      const { platformCode: code } = Object(error);
      if (path && GONE.test(code)) {
        receive_id ??= (await message.get({ path })).data.items?.[0]?.chat_id;
        if (!receive_id) {
          throw error;
        }
        path = undefined;
        await deliver(part);
      } else if (part.msg_type === "post" && REFUSED.test(code)) {
        try {
          await deliver(toText(part));
        } catch {
          // Why the post was refused says more than why its words were.
          throw error;
        }
      } else {
        throw error;
      }
    }
  }

  for (const part of toParts(content)) {
    await deliver(part);
  }
  return sent;
}
