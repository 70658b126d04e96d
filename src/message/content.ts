/**
 * A message as the platform takes it, to spread into the `data` of `im.v1.message.create`, `reply` and `update`.
 *
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-content-description/create_json 发送消息内容结构
 */
export interface MessageContent<Type extends string = string> {
  /** The type of the message, for example `text`. */
  msg_type: Type;
  /** The content as a JSON string. */
  content: string;
}

/** Half a surrogate pair is no character: JSON would carry it on, and the platform refuses or garbles it. */
const wellFormed = (_: string, value: unknown): unknown =>
  typeof value === "string" ? (value as unknown as { toWellFormed(): string }).toWellFormed() : value;

/** Writes a content. Lone surrogates become U+FFFD. */
export const toContent = <Type extends string>(msg_type: Type, value: object): MessageContent<Type> => ({
  msg_type,
  content: JSON.stringify(value, wellFormed),
});

/**
 * Returns a field that has to be a text.
 *
 * @throws {TypeError} It is not a text, or it is empty.
 */
export function textOf(builder: string, field: string, value: unknown): string {
  if (typeof value === "string" && value) {
    return value;
  }
  throw new TypeError(`${builder}: ${field} must be a non-empty string, got ${value === "" ? '""' : typeof value}`);
}
