import { storeFile } from "../platform/state.ts";
import type { Stage } from "./stage.ts";
import type { Acts } from "./types.ts";

/** Stores a file that a person sends. */
export function addFile({ state }: Stage, file: Parameters<Acts["addFile"]>[0]): string {
  const { bytes, name, contentType = "application/octet-stream", kind = "stream" } = file;
  const key = kind === "image" ? `img_v3_${state.ids.hex("image", 32)}` : `file_v3_${state.ids.hex("file", 32)}`;
  storeFile(state, key, { appId: "", bytes: new Uint8Array(bytes), name, contentType, kind });
  return key;
}
