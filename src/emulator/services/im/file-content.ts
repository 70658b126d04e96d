import { imParameterError } from "../../gateway/errors.ts";
import type { Call } from "../../gateway/route.ts";
import { parseObject } from "../../platform/json.ts";
import { imError } from "./errors.ts";

export type FileUse = "image" | "file" | "audio" | "media";

/** The use of an upload: an `opus` is an audio, an `mp4` a video, any other file type a file. */
const USES: Readonly<Record<string, FileUse>> = { image: "image", opus: "audio", mp4: "media" };

/** Refuses an unknown key, a key of another app, and a key of another kind than the message. */
export function checkFile({ state, caller }: Call, key: string, use: FileUse): void {
  const file = state.files.get(key);
  const field = use === "image" ? "image_key" : "file_key";
  if (file === undefined || file.kind === undefined) {
    throw imParameterError(`invalid ${field}`);
  }
  if (file.appId !== caller.app.app.appId) {
    throw imError(230017);
  }
  if ((USES[file.kind] ?? "file") !== use) {
    throw imError(230055);
  }
}

/** A sticker can only be sent again: the bot must have got it in a chat. */
export function checkSticker({ state, caller }: Call, key: string): void {
  for (const message of state.messages.values()) {
    const isHere =
      message.msg_type === "sticker" && state.chats.get(message.chat_id)?.bots.includes(caller.app.app.appId);
    if (isHere && parseObject(message.content)?.file_key === key) {
      return;
    }
  }
  throw imParameterError("invalid file_key");
}
