import { imParameterError, PlatformError } from "../../errors.ts";

/** Content fields that each type must have; the other types are only checked to be JSON objects. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  text: ["text"],
  post: [],
  image: ["image_key"],
  file: ["file_key"],
  audio: ["file_key"],
  media: ["file_key"],
  sticker: ["file_key"],
  interactive: [],
  share_chat: ["chat_id"],
  share_user: ["user_id"],
  system: ["type"],
};

const MAX_TEXT_BYTES = 150 * 1024;
const MAX_OTHER_BYTES = 30 * 1024;

function parseObject(content: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(content);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Refuses what the platform refuses in `msg_type` and `content` of a sent message. */
export function checkContent(msgType: string, content: string): void {
  const required = Object.hasOwn(REQUIRED, msgType) ? REQUIRED[msgType] : undefined;
  if (required === undefined) throw imParameterError("invalid msg_type");
  const bytes = new TextEncoder().encode(content).length;
  if (bytes > (msgType === "text" ? MAX_TEXT_BYTES : MAX_OTHER_BYTES)) {
    throw new PlatformError(230025, "The length of the message content reaches its limit.");
  }
  const parsed = parseObject(content);
  if (parsed === undefined) throw imParameterError("content is not a string in json format");
  for (const field of required) {
    const value = parsed[field];
    if (typeof value !== "string" || value === "") throw imParameterError(`${field} can't be nil`);
  }
}

/** Strings under `text` and `content`, in document order: enough to read a post or a card. */
function collectText(value: unknown, out: string[]): void {
  if (Array.isArray(value)) {
    for (const entry of value) collectText(entry, out);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, entry] of Object.entries(value)) {
      if (typeof entry !== "string") collectText(entry, out);
      else if ((key === "text" || key === "content" || key === "title") && entry !== "") out.push(entry);
    }
  }
}

/** What a person would read of a message. */
export function readableText(msgType: string, content: string): string {
  const parsed = parseObject(content);
  if (msgType === "text" && typeof parsed?.text === "string") return parsed.text;
  const parts: string[] = [];
  if (msgType === "post" || msgType === "interactive") collectText(parsed, parts);
  return parts.length > 0 ? parts.join("\n") : `[${msgType}]`;
}
