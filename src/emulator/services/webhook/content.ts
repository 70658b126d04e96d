import { asText, isObject, type Json } from "../../platform/json.ts";
import type { State } from "../../platform/state.ts";
import { expandTemplate } from "../cardkit/template.ts";
import { complaintOf } from "../cards/complaint.ts";

/** A message as `im/v1` spells it. */
export interface HookMessage {
  msgType: string;
  content: string;
}

const isFilled = (value: unknown): value is string => typeof value === "string" && value !== "";

function readCard(state: State, card: unknown): Json | undefined {
  if (!isObject(card)) {
    return undefined;
  }
  const read = card.type === "template" && isObject(card.data) ? expandTemplate(state, card.data) : card;
  return complaintOf(state, read) === undefined ? read : undefined;
}

/** What stands in a content of the types that have one; a custom bot wraps a post once more than `im/v1`. */
const READERS: Readonly<Record<string, (content: Json, state: State) => Json | undefined>> = {
  text: ({ text }) => (isFilled(text) ? { text } : undefined),
  post: ({ post }) => (isObject(post) && Object.values(post).some(isObject) ? post : undefined),
  image: ({ image_key }, state) => (state.files.has(asText(image_key)) ? { image_key } : undefined),
  share_chat: ({ share_chat_id }, state) =>
    state.chats.has(asText(share_chat_id)) ? { chat_id: share_chat_id } : undefined,
};

/** Reads a message of a custom bot; `undefined` when it is none. */
export function readHookMessage(state: State, { msg_type, content, card }: Json): HookMessage | undefined {
  const msgType = asText(msg_type);
  let read: Json | undefined;
  if (msgType === "interactive") {
    read = readCard(state, card);
  } else if (Object.hasOwn(READERS, msgType) && isObject(content)) {
    read = READERS[msgType]?.(content, state);
  }
  return read && { msgType, content: JSON.stringify(read) };
}
