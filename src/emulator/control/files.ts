import type { State } from "../platform/state.ts";
import { ControlError, HEADERS } from "./answers.ts";
import type { Said } from "./protocol.ts";
import { type Context, chatOf, messageOf, userOf } from "./read.ts";
import { say } from "./say.ts";

/** Images that a browser shows; no SVG, which can hold script. */
const SHOWN = /^image\/(png|jpeg|gif|webp|bmp|avif)$/;

/** What the first bytes say; bots often send images without a content type. */
const SIGNATURES: readonly (readonly [type: string, bytes: string])[] = [
  ["image/png", "89504e47"],
  ["image/jpeg", "ffd8ff"],
  ["image/gif", "47494638"],
  ["image/bmp", "424d"],
  ["image/webp", "52494646"],
];

function typeOf(key: string, { bytes, contentType }: { bytes: Uint8Array; contentType: string }): string {
  const type = contentType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (!key.startsWith("img_") || SHOWN.test(type)) {
    return type;
  }
  const start = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return SIGNATURES.find(([, signature]) => start.startsWith(signature))?.[0] ?? "application/octet-stream";
}

/** The bytes of an image or a file. */
export function fileAnswer(state: State, key: string): Response {
  const file = state.files.get(key);
  if (file === undefined) {
    throw new ControlError(404, `there is no file ${JSON.stringify(key)}`);
  }
  const type = typeOf(key, file);
  const isShown = SHOWN.test(type);
  const name = encodeURIComponent(file.name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`);
  return new Response(file.bytes, {
    headers: {
      ...HEADERS,
      "content-type": isShown ? type : "application/octet-stream",
      "content-disposition": isShown ? "inline" : `attachment; filename*=UTF-8''${name}`,
    },
  });
}

const MAX_FILE_BYTES = 30 * 1024 * 1024;

/** Sends an image or a file as a person. */
export async function upload(context: Context, request: Request): Promise<Said> {
  if (!/^multipart\/form-data/i.test(request.headers.get("content-type") ?? "")) {
    throw new ControlError(415, "the content type must be multipart/form-data");
  }
  let form: FormData;
  try {
    form = await request.formData();
  } catch {
    throw new ControlError(400, "the form cannot be read");
  }
  const field = (name: string): string => {
    const value = form.get(name);
    if (typeof value !== "string" || value === "") {
      throw new ControlError(400, `${name} is missing`);
    }
    return value;
  };
  const user = userOf(context, field("user"));
  const chat = chatOf(context, field("chat"));
  const file = form.get("file");
  if (file === null || typeof file === "string") {
    throw new ControlError(400, "file is missing");
  }
  if (file.size === 0 || file.size > MAX_FILE_BYTES) {
    throw new ControlError(400, "a file has 1 byte to 30 MB");
  }
  const isImage = SHOWN.test(file.type);
  const key = context.emulator.addFile({
    bytes: new Uint8Array(await file.arrayBuffer()),
    name: file.name,
    contentType: file.type === "" ? undefined : file.type,
    kind: isImage ? "image" : "stream",
  });
  const content = isImage ? { image_key: key } : { file_key: key, file_name: file.name };
  const replyTo = form.has("reply_to") ? { replyTo: messageOf(context, field("reply_to")), inThread: true } : {};
  return say(context, user, chat, { text: "", msgType: isImage ? "image" : "file", content, ...replyTo });
}
