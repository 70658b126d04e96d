import { disposition } from "../../disposition.ts";
import { PlatformError } from "../../errors.ts";
import { type FormPart, readMultipart } from "../../multipart.ts";
import type { Answer, Call, Route } from "../../router.ts";
import { storeFile } from "../../state.ts";

const MAX_IMAGE_BYTES = 10 * 1024 * 1024;
const MAX_FILE_BYTES = 30 * 1024 * 1024;
const IMAGE_TYPES = ["message", "avatar"];
const FILE_TYPES = ["opus", "mp4", "pdf", "doc", "xls", "ppt", "stream"];

const invalidParameter = (): PlatformError => new PlatformError(234001, "Invalid request param.");

type Form = ReadonlyMap<string, FormPart>;

async function readForm(call: Call): Promise<Form> {
  const form = await readMultipart(call.request);
  if (form === undefined) throw invalidParameter();
  return form;
}

function readText(form: Form, name: string): string {
  const part = form.get(name);
  if (part === undefined || part.bytes.length === 0) throw invalidParameter();
  return new TextDecoder().decode(part.bytes);
}

function readFile(form: Form, name: string, maxBytes: number): FormPart {
  const part = form.get(name);
  if (part === undefined) throw invalidParameter();
  if (part.bytes.length === 0) throw new PlatformError(234010, "File's size can't be 0.");
  if (part.bytes.length > maxBytes) throw new PlatformError(234006, "The file size exceeds the max value.");
  return part;
}

function store(
  call: Call,
  key: string,
  { bytes, contentType = "application/octet-stream" }: FormPart,
  name: string,
): void {
  storeFile(call.state, key, { appId: call.caller.app.app.appId, bytes, name, contentType });
}

async function createImage(call: Call): Promise<Answer> {
  const form = await readForm(call);
  if (!IMAGE_TYPES.includes(readText(form, "image_type"))) throw invalidParameter();
  const part = readFile(form, "image", MAX_IMAGE_BYTES);
  const key = `img_v3_${call.state.ids.hex("image", 32)}`;
  store(call, key, part, part.fileName ?? key);
  return { json: { code: 0, msg: "success", data: { image_key: key } } };
}

async function createFile(call: Call): Promise<Answer> {
  const form = await readForm(call);
  if (!FILE_TYPES.includes(readText(form, "file_type"))) throw invalidParameter();
  const name = readText(form, "file_name");
  const part = readFile(form, "file", MAX_FILE_BYTES);
  const key = `file_v3_${call.state.ids.hex("file", 32)}`;
  store(call, key, part, name);
  return { json: { code: 0, msg: "success", data: { file_key: key } } };
}

function download(call: Call, key: string): Answer {
  const file = call.state.files.get(key);
  if (file === undefined) throw invalidParameter();
  if (file.appId !== call.caller.app.app.appId) throw new PlatformError(234008, "The app is not the resource sender.");
  return {
    bytes: file.bytes,
    headers: { "content-type": file.contentType, "content-disposition": disposition(file.name) },
  };
}

const DOWNLOAD_NOTES = [
  ["234001 for an unknown key", "assumption"],
  ["`Content-Disposition` is always sent; the documentation asks for a JSON request header first", "assumption"],
] as const;

export const imFile: readonly Route[] = [
  {
    operation: "POST /open-apis/im/v1/images",
    token: "tenant",
    source: "documentation",
    notes: [
      ["Image formats and resolutions are not looked at", "assumption"],
      ["A file part without a file name is accepted", "official SDK"],
    ],
    handle: createImage,
  },
  {
    operation: "GET /open-apis/im/v1/images/:image_key",
    token: "tenant",
    source: "documentation",
    notes: DOWNLOAD_NOTES,
    handle: (call) => download(call, call.params.image_key ?? ""),
  },
  { operation: "POST /open-apis/im/v1/files", token: "tenant", source: "documentation", handle: createFile },
  {
    operation: "GET /open-apis/im/v1/files/:file_key",
    token: "tenant",
    source: "documentation",
    notes: DOWNLOAD_NOTES,
    handle: (call) => download(call, call.params.file_key ?? ""),
  },
];
