import { isObject, listOf, numberIn, textIn } from "./fields.ts";
import { readMessage } from "./read.ts";
import type { Message, RawMessage } from "./received.ts";

/** A message, and the messages inside if it is a merged forward. */
export interface ForwardedMessage {
  readonly message: Message;
  readonly sender?: { readonly id?: string; readonly id_type?: string; readonly sender_type?: string };
  /** Milliseconds since the Unix epoch, as text. */
  readonly create_time?: string | undefined;
  /** In the order in which they were written. */
  readonly children: readonly ForwardedMessage[];
}

/** A merged forward as a tree. */
export interface Forward extends ForwardedMessage {
  /** Whether messages were left out: there are more than 50, or more than 3 levels. */
  readonly truncated: boolean;
}

/** Any client. */
export interface RequestingClient {
  /** Calls an address of the platform. */
  request<Answer>(request: { method: string; url: string; path: Record<string, string> }): Promise<Answer>;
}

/** How many messages of a merged forward are read. */
export const MAX_FORWARDED = 50;

/** How many levels of a merged forward are read. */
export const MAX_FORWARD_DEPTH = 3;

/**
 * Gets what a merged forward holds, with one request, as a tree.
 *
 * At most 50 messages and 3 levels are read. The pictures and files within cannot be downloaded: the platform allows it
 * for no message inside a merged forward.
 *
 * @param messageId - The message of the type `merge_forward`.
 * @throws {LarkApiError} The platform refused: the bot is not in the chat, or the message was recalled.
 * @example
 * if (read.type === "merge_forward") prompt += toPlainText(await readForward(client, read.message_id));
 * @see https://open.feishu.cn/document/server-docs/im-v1/message/get 获取指定消息的内容
 */
export async function readForward(client: RequestingClient, messageId: string): Promise<Forward> {
  const answer = await client.request<{ data?: { items?: unknown } }>({
    method: "GET",
    url: "/open-apis/im/v1/messages/:message_id",
    path: { message_id: messageId },
  });
  const items = listOf(Object(answer.data).items).filter(isObject);
  const isRoot = (item: object): boolean =>
    textIn(item, "message_id") === messageId && !textIn(item, "upper_message_id");
  const children = new Map<string, object[]>();
  for (const item of items.filter((one) => !isRoot(one))) {
    const parent = textIn(item, "upper_message_id") || messageId;
    const siblings = children.get(parent);
    if (siblings) {
      siblings.push(item);
    } else {
      children.set(parent, [item]);
    }
  }
  let left = MAX_FORWARDED;
  let truncated = false;
  const timeOf = (item: object): number => numberIn(item, "create_time") ?? 0;

  function toTree(item: object, depth: number): ForwardedMessage {
    const id = textIn(item, "message_id");
    const inside = (id && children.get(id)) || [];
    // Taken once: a message that claims to hold itself must not be read for ever.
    children.delete(id);
    const isTooDeep = inside.length > 0 && depth > MAX_FORWARD_DEPTH;
    const taken = isTooDeep ? [] : inside.toSorted((a, b) => timeOf(a) - timeOf(b)).slice(0, Math.max(left, 0));
    truncated ||= taken.length < inside.length;
    left -= taken.length;
    const { sender, create_time } = item as { sender?: object; create_time?: string };
    return {
      message: readMessage(item as RawMessage),
      ...(isObject(sender) && { sender }),
      ...(typeof create_time === "string" && { create_time }),
      children: taken.map((child) => toTree(child, depth + 1)),
    };
  }

  return { ...toTree(items.find(isRoot) ?? { message_id: messageId, msg_type: "merge_forward" }, 1), truncated };
}
