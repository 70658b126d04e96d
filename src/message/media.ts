import { type MessageContent, textOf, toContent } from "./content.ts";

/**
 * Writes a picture.
 *
 * @param imageKey - `img_…`, from `im.v1.image.create`.
 * @throws {TypeError} The key is missing.
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-content-description/create_json 发送消息内容结构
 */
export const image = (imageKey: string): MessageContent<"image"> =>
  toContent("image", { image_key: textOf("image", "imageKey", imageKey) });

/**
 * Writes a file.
 *
 * @param fileKey - `file_…`, from `im.v1.file.create`.
 * @throws {TypeError} The key is missing.
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-content-description/create_json 发送消息内容结构
 */
export const file = (fileKey: string): MessageContent<"file"> =>
  toContent("file", { file_key: textOf("file", "fileKey", fileKey) });

/**
 * Writes a voice message.
 *
 * @param fileKey - `file_…`, from `im.v1.file.create` with the file type `opus`.
 * @throws {TypeError} The key is missing.
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-content-description/create_json 发送消息内容结构
 */
export const audio = (fileKey: string): MessageContent<"audio"> =>
  toContent("audio", { file_key: textOf("audio", "fileKey", fileKey) });

/**
 * Writes a video.
 *
 * @param fileKey - `file_…`, from `im.v1.file.create` with the file type `mp4`.
 * @param imageKey - The picture shown before it plays. Default: none.
 * @throws {TypeError} The key is missing.
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-content-description/create_json 发送消息内容结构
 */
export const media = (fileKey: string, imageKey?: string): MessageContent<"media"> =>
  toContent("media", { file_key: textOf("media", "fileKey", fileKey), image_key: imageKey });

/**
 * Sends a sticker again that the bot received.
 *
 * @param fileKey - From the received message.
 * @throws {TypeError} The key is missing.
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-content-description/create_json 发送消息内容结构
 */
export const sticker = (fileKey: string): MessageContent<"sticker"> =>
  toContent("sticker", { file_key: textOf("sticker", "fileKey", fileKey) });

/**
 * Shares a group, in which the bot has to be. People can join by it for 7 days.
 *
 * @param chatId - `oc_…`
 * @throws {TypeError} The id is missing.
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-content-description/create_json 发送消息内容结构
 */
export const shareChat = (chatId: string): MessageContent<"share_chat"> =>
  toContent("share_chat", { chat_id: textOf("shareChat", "chatId", chatId) });

/**
 * Shares a person's contact card.
 *
 * @param openId - `ou_…`; other ids are not supported here.
 * @throws {TypeError} The id is missing.
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-content-description/create_json 发送消息内容结构
 */
export const shareUser = (openId: string): MessageContent<"share_user"> =>
  toContent("share_user", { user_id: textOf("shareUser", "openId", openId) });
