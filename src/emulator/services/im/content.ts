import { imParameterError, PlatformError } from "../../gateway/errors.ts";
import type { Call } from "../../gateway/route.ts";
import { asText, isObject, type Json, parseObject } from "../../platform/json.ts";
import type { EmulatedChat } from "../../platform/types.ts";
import { MAX_CARD_BYTES } from "../cardkit/limits.ts";
import { cardkitOf } from "../cardkit/state.ts";
import { expandTemplate } from "../cardkit/template.ts";
import { complaintOf } from "../cards/complaint.ts";
import { imError } from "./errors.ts";
import { checkFile, checkSticker } from "./file-content.ts";
import { isInChat } from "./operator.ts";
import { checkPost } from "./post.ts";

const MAX_TEXT_BYTES = 150 * 1024;

/** What a message shall hold. */
export interface Content {
  /** The JSON text to keep: of a card that came by its id or as a template, the card itself. */
  content: string;
  /** The entity that it shows. */
  cardId?: string;
}

function textField(parsed: Json, name: string): string {
  const value = parsed[name];
  if (typeof value !== "string" || value === "") {
    throw imParameterError(`${name} can't be nil`);
  }
  return value;
}

const refusal = (inner: number, words: string): PlatformError =>
  new PlatformError(230099, `Failed to create card content, ext=ErrCode: ${inner}; ${words}`);

/** 230099: the card is refused, and its message says why. */
export const cardRefused = (inner: number, message: string, value = ""): PlatformError =>
  refusal(inner, `ErrMsg: ${message}; ErrorValue: ${value}; `);

/** A card as sent, by a template, or by the id of an entity. */
function readCard(call: Call, parsed: Json): Content {
  const { type, data } = parsed;
  if (type === "card" && isObject(data)) {
    return entityContent(call, asText(data.card_id ?? ""));
  }
  if (type === "template" && !(isObject(data) && data.template_id)) {
    throw cardRefused(200380, "template does not exist");
  }
  const card = type === "template" && isObject(data) ? expandTemplate(call.state, data) : parsed;
  const complaint = complaintOf(call.state, card);
  if (complaint !== undefined) {
    throw refusal(complaint.inner, complaint.words);
  }
  return { content: JSON.stringify(card) };
}

function entityContent({ state, caller }: Call, cardId: string): Content {
  const entity = cardkitOf(state).cards.get(cardId);
  if (entity?.appId !== caller.app.app.appId) {
    throw cardRefused(11310, "cardid is invalid");
  }
  if (entity.messageId !== undefined) {
    throw cardRefused(11310, "cardid is invalid");
  }
  return { content: JSON.stringify(entity.card), cardId };
}

/** A divider is for the chat of a person and the bot; 20 characters wide, of which a Chinese one takes two. */
function checkSystem(parsed: Json, chat: EmulatedChat): void {
  const params = isObject(parsed.params) ? parsed.params : {};
  const divider = isObject(params.divider_text) ? params.divider_text : {};
  if (textField(parsed, "type") !== "divider") {
    throw imParameterError("invalid system message type");
  }
  if (chat.chatType !== "p2p") {
    throw imParameterError("system messages are only supported in p2p chats");
  }
  const text = textField(divider, "text");
  const width = [...text].reduce((sum, character) => sum + ((character.codePointAt(0) ?? 0) > 0xff ? 2 : 1), 0);
  if (width > 20) {
    throw imParameterError("divider_text is longer than 20 characters");
  }
}

function checkShareChat(call: Call, id: string): void {
  const chat = call.state.chats.get(id);
  if (chat?.tenantKey !== call.caller.tenantKey) {
    throw imParameterError("invalid chat_id");
  }
  if (chat.chatType === "p2p") {
    throw imError(230015);
  }
  if (!isInChat(call, chat)) {
    throw imError(230002);
  }
}

const CHECKS: Readonly<Record<string, (call: Call, parsed: Json, chat: EmulatedChat) => Content | void>> = {
  text: (_, parsed) => void textField(parsed, "text"),
  post: (call, parsed) => checkPost(call, parsed),
  image: (call, parsed) => checkFile(call, textField(parsed, "image_key"), "image"),
  file: (call, parsed) => checkFile(call, textField(parsed, "file_key"), "file"),
  audio: (call, parsed) => checkFile(call, textField(parsed, "file_key"), "audio"),
  media: (call, parsed) => {
    checkFile(call, textField(parsed, "file_key"), "media");
    if (parsed.image_key) {
      checkFile(call, textField(parsed, "image_key"), "image");
    }
  },
  sticker: (call, parsed) => checkSticker(call, textField(parsed, "file_key")),
  interactive: (call, parsed) => readCard(call, parsed),
  share_chat: (call, parsed) => checkShareChat(call, textField(parsed, "chat_id")),
  share_user: (call, parsed) => {
    if (!call.state.users.has(textField(parsed, "user_id"))) {
      throw imParameterError("invalid user_id");
    }
  },
  system: (_, parsed, chat) => checkSystem(parsed, chat),
};

/** Reads `msg_type` and `content` of a message to a chat, and refuses what the platform refuses. */
export function readContent(call: Call, msgType: string, content: string, chat: EmulatedChat): Content {
  const check = Object.hasOwn(CHECKS, msgType) ? CHECKS[msgType] : undefined;
  if (check === undefined) {
    throw imParameterError("invalid msg_type");
  }
  const parsed = parseObject(content);
  if (parsed === undefined) {
    throw imParameterError("content is not a string in json format");
  }
  const bytesIn = (text: string) => new TextEncoder().encode(text).length;
  const limit = msgType === "text" ? MAX_TEXT_BYTES : MAX_CARD_BYTES;
  if (bytesIn(content) > limit) {
    throw imError(230025);
  }
  const read = check(call, parsed, chat) ?? { content };
  // A template counts with what it expands to.
  if (bytesIn(read.content) > limit) {
    throw imError(230025);
  }
  return read;
}
