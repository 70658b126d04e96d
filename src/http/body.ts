import { readStream } from "../crypto/index.ts";

/** How a payload is written, if not as JSON: `m` multipart, `f` form. They are flags of the tables. */
export type BodyFormat = Partial<Record<"m" | "f", string>>;

/** The largest stream that is read into an upload: 100 MiB. */
export const DEFAULT_MAX_UPLOAD_BYTES = 104_857_600;

/** What `fetch` takes as it is, and plain objects are not: `FormData`, `Blob`, bytes, a stream … */
const isWebBody = (value: unknown): value is Blob => Symbol.toStringTag in Object(value);

/** Reads a stream, which could not be sent twice, up to a limit. */
async function unstreamed(body: Blob | ReadableStream<Uint8Array>, maxBytes: number): Promise<Blob> {
  if (!(body instanceof ReadableStream)) {
    return body;
  }
  const bytes = await readStream(body, maxBytes);
  if (!bytes) {
    throw new RangeError("over maxUploadBytes");
  }
  return new Blob([bytes]);
}

/**
 * Writes a payload as a request body; `undefined` is no body.
 *
 * In a multipart body text fields go before files, and each file has a name: some services refuse one without.
 */
export async function encodeBody(
  data: unknown,
  format: BodyFormat,
  headers: Headers,
  maxBytes: number = DEFAULT_MAX_UPLOAD_BYTES,
): Promise<BodyInit | undefined> {
  if (data === undefined || isWebBody(data)) {
    return data && unstreamed(data, maxBytes);
  }
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  if (!("m" in format || "f" in format)) {
    if (!headers.has("content-type")) {
      headers.set("content-type", "application/json; charset=utf-8");
    }
    return text(data);
  }
  const form = "f" in format ? new URLSearchParams() : new FormData();
  const byKind = ([, a]: [string, unknown], [, b]: [string, unknown]) => +isWebBody(a) - +isWebBody(b);
  for (const [name, value] of Object.entries(data as object).sort(byKind)) {
    if (isWebBody(value)) {
      const file = await unstreamed(value, maxBytes);
      const fileName = (file as File).name || (data as { file_name?: string }).file_name || name;
      (form as FormData).append(name, new Blob([file], file), fileName);
    } else if (value != null) {
      form.append(name, text(value));
    }
  }
  return form;
}
