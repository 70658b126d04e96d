import { type JsonObject, parseObject } from "../base/index.ts";
import { isObject, listOf, numberIn, picturesIn } from "./fields.ts";
import { isForAll, readMentions } from "./mentions.ts";
import { readCard } from "./read-card.ts";
import { readPost } from "./read-post.ts";
import type { Message, MessageResource, RawMessage, ReadMention } from "./received.ts";

/** What reading a content gives: its fields, and the keys of what it holds. */
interface Found {
  fields: object;
  resources?: Omit<MessageResource, "message_id">[];
  isForAll?: boolean;
}

type Reader = (content: JsonObject, mentions: readonly ReadMention[]) => Found | undefined;

/** The named fields that are texts; `undefined` without the first of them. */
function texts(content: JsonObject, needed: string, ...others: string[]): Record<string, string> | undefined {
  const found = [needed, ...others].filter((name) => Object.hasOwn(content, name) && typeof content[name] === "string");
  return found[0] === needed ? Object.fromEntries(found.map((name) => [name, content[name] as string])) : undefined;
}

const some = (fields: object | undefined): Found | undefined => fields && { fields };

/** Reads what is about one file. */
const fileReader =
  (type: MessageResource["type"]): Reader =>
  (content) => {
    const fields = texts(content, type === "image" ? "image_key" : "file_key", "image_key", "file_name");
    const duration = numberIn(content, "duration");
    const key = fields?.file_key ?? fields?.image_key;
    const name = fields?.file_name;
    return (
      (key && {
        fields: { ...fields, ...(duration !== undefined && { duration }) },
        resources: [
          { key, type, ...(name && { name }) },
          ...(fields?.file_key && fields.image_key ? [{ key: fields.image_key, type: "image" as const }] : []),
        ],
      }) ||
      undefined
    );
  };

const readPostMessage: Reader = (content, mentions) => {
  const post = readPost(content, mentions);
  const nodes = post?.content.flat() ?? [];
  return (
    post && {
      fields: post,
      resources: nodes.flatMap((node) => {
        const cover = node.tag === "media" ? node.image_key : node.tag === "img" ? node.image_key : undefined;
        return [
          ...(node.tag === "media" ? [{ key: node.file_key, type: "media" as const }] : []),
          ...[...(cover ? [cover] : []), ...(node.tag === "md" ? picturesIn(node.text) : [])].map((key) => ({
            key,
            type: "image" as const,
          })),
        ];
      }),
      isForAll: nodes.some((node) => node.tag === "at" && node.user_id === "all"),
    }
  );
};

const readCalendar: Reader = (content) => some(texts(content, "summary", "start_time", "end_time"));

/** Fills the variables of a system message: people by name, or the text of a divider. */
const readSystem: Reader = (content) => {
  const template = texts(content, "template")?.template;
  const fill = (_: string, name: string) => {
    const value = Object.hasOwn(content, name) ? content[name] : "";
    const one = isObject(value) ? value.text : value;
    return [one]
      .flat()
      .filter((part) => typeof part === "string" && part)
      .join(", ");
  };
  return template === undefined ? undefined : some({ text: template.replace(/\{(\w+)\}/g, fill).trim() });
};

const READERS: Readonly<Record<string, Reader>> = {
  text(content) {
    const fields = texts(content, "text");
    return fields && { fields, isForAll: isForAll(fields.text as string) };
  },
  post: readPostMessage,
  image: /* @__PURE__ */ fileReader("image"),
  file: /* @__PURE__ */ fileReader("file"),
  folder: /* @__PURE__ */ fileReader("folder"),
  audio: /* @__PURE__ */ fileReader("audio"),
  media: /* @__PURE__ */ fileReader("media"),
  sticker: /* @__PURE__ */ fileReader("sticker"),
  interactive(content) {
    const { images, ...fields } = readCard(content);
    const keys = new Set([...images, ...picturesIn(fields.text)]);
    return { fields, resources: [...keys].map((key) => ({ key, type: "image" })) };
  },
  share_chat: (content) => some(texts(content, "chat_id")),
  share_user: (content) => some(texts(content, "user_id")),
  location: (content) => some(texts(content, "name", "longitude", "latitude")),
  hongbao: (content) => some(texts(content, "text")),
  share_calendar_event: readCalendar,
  calendar: readCalendar,
  general_calendar: readCalendar,
  video_chat: (content) => some(texts(content, "topic", "start_time", "meet_number")),
  todo(content, mentions) {
    const summary = readPost(content.summary, mentions);
    return summary && some({ ...summary, ...texts(content, "task_id"), ...texts(content, "due_time") });
  },
  vote(content) {
    const options = listOf(content.options).filter((option) => typeof option === "string");
    return some(texts(content, "topic") && { topic: content.topic, options });
  },
  system: readSystem,
};

/** Names that mean the same. */
const ALIASES: Readonly<Record<string, string>> = { video: "media" };

/**
 * Reads a received message, from an event or an answer of the API.
 *
 * Never throws: a type that is new, and a content of another shape, give the type `unknown`, and `raw` keeps the content
 * in any case. A recalled message has no content any more, and is `unknown`, too.
 *
 * @example
 * const read = readMessage(event.message);
 * if (read.type === "image") await client.im.v1.messageResource.get({
 *   path: { message_id: read.message_id, file_key: read.image_key }, params: { type: "image" },
 * });
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-content-description/message_content 接收消息内容结构
 */
export function readMessage(message: RawMessage): Message {
  const {
    message_type,
    msg_type = message_type,
    mentions: given,
    message_id: id,
    ...rest
  }: RawMessage = Object(message);
  const written: unknown = rest.content ?? Object(rest.body).content;
  const content = typeof written === "string" ? parseObject(written) : isObject(written) ? written : undefined;
  const wireType = typeof msg_type === "string" ? msg_type : "";
  const message_id = typeof id === "string" ? id : "";
  const mentions = readMentions(given);
  const type = Object.hasOwn(ALIASES, wireType) ? (ALIASES[wireType] as string) : wireType;
  const reader = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  const found = type === "merge_forward" ? { fields: {} } : content && reader?.(content, mentions);
  const {
    fields,
    resources = [],
    isForAll: mentionsAll = false,
  }: Found = found ?? {
    fields: { message_type: wireType },
  };
  return {
    type: found ? type : "unknown",
    message_id,
    mentions,
    mentionsAll,
    resources: resources.map((resource) => ({ ...resource, message_id })),
    raw: content ?? written,
    ...fields,
  } as unknown as Message;
}
