/** Marks what `at` and `atAll` made. No JSON from outside can carry it. */
export const TAG: unique symbol = /* @__PURE__ */ Symbol();

/** A mention: a value for a `text` template, and a node of a `post`. */
export interface Mention {
  readonly tag: "at";
  /** An id of a person, or `all`. */
  readonly user_id: string;
  /** The same as a tag, for a text message. */
  readonly [TAG]: string;
}

const mention = (user_id: string): Mention => ({ tag: "at", user_id, [TAG]: `<at user_id="${user_id}"></at>` });

/**
 * Mentions a person or a bot, who is notified.
 *
 * @param userId - An `open_id`, `union_id` or `user_id`.
 * @throws {TypeError} The value is not an id, or it is `all`, which only {@link atAll} mentions.
 * @example
 * text`Hi ${at(openId)}`;
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-content-description/create_json 发送消息内容结构
 */
export function at(userId: string): Mention {
  if (typeof userId === "string" && /^(?!all$)\w[\w.@-]*$/i.test(userId)) {
    return mention(userId);
  }
  throw new TypeError("at: userId must be a user id; atAll() mentions everyone");
}

/**
 * Mentions everyone in a group that allows it.
 *
 * @example
 * text`${atAll()} the build is broken`;
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-content-description/create_json 发送消息内容结构
 */
export const atAll = (): Mention => mention("all");
