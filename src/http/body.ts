import { readStream } from "../crypto/index.ts";
import type { FetchBody } from "./fetch.ts";
import { exact, tagOf, toJson } from "./json.ts";

/** How a payload is written. */
export type BodyFormat = "json" | "form" | "multipart";

/** The largest stream that is read into an upload: 100 MiB. */
export const DEFAULT_MAX_UPLOAD_BYTES = 104_857_600;

/** Whether `fetch` takes the value as it is (`FormData`, `Blob`, bytes, a stream …). Other objects are sent as JSON. */
const isWebBody = (value: unknown): value is FetchBody => !/^(|Map|Set)$/.test(tagOf(value));

/** Reads a stream, which could not be sent twice, up to a limit. Anything else is sent as it is. */
async function unstream(body: FetchBody, maxBytes: number): Promise<FetchBody> {
  if (tagOf(body) !== "ReadableStream") {
    return body;
  }
  const bytes = await readStream(body as unknown as ReadableStream<Uint8Array>, maxBytes);
  if (!bytes) {
    throw new RangeError(`data: a stream is longer than maxUploadBytes (${maxBytes} bytes)`);
  }
  return new Blob([bytes]);
}

/** In a multipart body text fields go before files, and each file has a name: some services refuse one without. */
async function encodeForm(data: object, format: BodyFormat, maxBytes: number): Promise<FetchBody> {
  const form = format === "form" ? new URLSearchParams() : new FormData();
  const byKind = ([, a]: [string, unknown], [, b]: [string, unknown]) => +isWebBody(a) - +isWebBody(b);
  const fields = Object.entries(exact("data", data) as object).sort(byKind);
  if (format === "multipart" && !fields.some(([, value]) => isWebBody(value))) {
    throw new TypeError("data has no file: pass a Blob, bytes or a stream");
  }
  for (const [name, value] of fields) {
    if (isWebBody(value)) {
      const file = (await unstream(value, maxBytes)) as Blob;
      const fileName = (file as File).name || (data as { file_name?: string }).file_name || name;
      (form as FormData).append(name, new Blob([file], file), fileName);
    } else if (value != null) {
      form.append(name, typeof value === "string" ? value : toJson(value, name));
    }
  }
  return form;
}

/**
 * Writes a payload as a request body; `undefined` is no body. Sets the content type that `fetch` would not know.
 *
 * @throws {TypeError} A number is not exact.
 * @throws {RangeError} A stream is longer than allowed.
 */
export function encodeBody(
  data: unknown,
  format: BodyFormat,
  headers: Record<string, string>,
  maxBytes: number,
): FetchBody | undefined | Promise<FetchBody> {
  if (data === undefined || isWebBody(data)) {
    return data && unstream(data, maxBytes);
  }
  if (format !== "json") {
    return encodeForm(data as object, format, maxBytes);
  }
  headers["content-type"] ??= "application/json; charset=utf-8";
  return typeof data === "string" ? data : toJson(data);
}
