import { disposition } from "../../gateway/disposition.ts";
import { type FormPart, readMultipart } from "../../gateway/multipart.ts";
import type { Answer, AuthorisedCall, Route } from "../../gateway/route.ts";
import { formRoute, service } from "../../gateway/service.ts";
import { type StoredFile, storeFile } from "../../platform/state.ts";
import { success } from "../success.ts";
import { imError } from "./errors.ts";

const MAX_IMAGE_BYTES = 10 * 1024 * 1024;
const MAX_FILE_BYTES = 30 * 1024 * 1024;
const IMAGE_TYPES = ["message", "avatar"];
const FILE_TYPES = ["opus", "mp4", "pdf", "doc", "xls", "ppt", "stream"];

type Form = ReadonlyMap<string, FormPart>;

async function readForm(call: AuthorisedCall): Promise<Form> {
  const form = await readMultipart(call.request);
  if (form === undefined) {
    throw imError(234001);
  }
  return form;
}

function readText(form: Form, name: string): string {
  const part = form.get(name);
  if (part === undefined || part.bytes.length === 0) {
    throw imError(234001);
  }
  return new TextDecoder().decode(part.bytes);
}

function readFile(form: Form, name: string, maxBytes: number): FormPart {
  const part = form.get(name);
  if (part === undefined) {
    throw imError(234001);
  }
  if (part.bytes.length === 0) {
    throw imError(234010);
  }
  if (part.bytes.length > maxBytes) {
    throw imError(234006);
  }
  return part;
}

function store({ state, caller }: AuthorisedCall, key: string, part: FormPart, name: string, kind: string): void {
  const { bytes, contentType = "application/octet-stream" } = part;
  storeFile(state, key, { appId: caller.app.app.appId, bytes, name, contentType, kind });
}

async function createImage(call: AuthorisedCall): Promise<Answer> {
  const form = await readForm(call);
  if (!IMAGE_TYPES.includes(readText(form, "image_type"))) {
    throw imError(234001);
  }
  const part = readFile(form, "image", MAX_IMAGE_BYTES);
  const key = `img_v3_${call.state.ids.hex("image", 32)}`;
  store(call, key, part, part.fileName ?? key, "image");
  return success({ image_key: key });
}

async function createFile(call: AuthorisedCall): Promise<Answer> {
  const form = await readForm(call);
  const type = readText(form, "file_type");
  if (!FILE_TYPES.includes(type)) {
    throw imError(234001);
  }
  const name = readText(form, "file_name");
  const part = readFile(form, "file", MAX_FILE_BYTES);
  const key = `file_v3_${call.state.ids.hex("file", 32)}`;
  store(call, key, part, name, type);
  return success({ file_key: key });
}

/** A file as the answer to a download. */
export const toDownload = ({ bytes, contentType, name }: StoredFile): Answer => ({
  bytes,
  headers: { "content-type": contentType, "content-disposition": disposition(name) },
});

function download(call: AuthorisedCall, key: string): Answer {
  const file = call.state.files.get(key);
  if (file?.kind === undefined) {
    throw imError(234001);
  }
  if (file.appId !== call.caller.app.app.appId) {
    throw imError(234008);
  }
  return toDownload(file);
}

const DOWNLOAD_NOTES = [
  ["234001 for an unknown key", "assumption"],
  ["`Content-Disposition` is always sent; the documentation requires a JSON request header", "assumption"],
] as const;

export const imFile: readonly Route[] = service("im/v1", [
  formRoute("POST images", createImage, [
    ["Image formats and resolutions are not looked at", "assumption"],
    ["A file part without a file name is accepted", "official SDK"],
  ]),
  formRoute("GET images/:image_key", (call) => download(call, call.params.image_key ?? ""), DOWNLOAD_NOTES),
  formRoute("POST files", createFile),
  formRoute("GET files/:file_key", (call) => download(call, call.params.file_key ?? ""), DOWNLOAD_NOTES),
]);
