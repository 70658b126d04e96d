import { join } from "../crypto/index.ts";

/** How a payload is written. */
export type BodyFormat = "json" | "form" | "multipart";

type Part = Blob | Uint8Array<ArrayBuffer> | ArrayBuffer | ReadableStream<Uint8Array>;

const isStream = (value: unknown): value is ReadableStream<Uint8Array> => value instanceof ReadableStream;
const isPart = (value: unknown): value is Part =>
  value instanceof Blob || value instanceof ArrayBuffer || ArrayBuffer.isView(value) || isStream(value);

async function toBlob(part: Part, maxBytes: number): Promise<Blob> {
  if (!isStream(part)) {
    return part instanceof Blob ? part : new Blob([part]);
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of part) {
    length += chunk.length;
    if (length > maxBytes) {
      throw new RangeError(`the stream is larger than maxUploadBytes, ${maxBytes}`);
    }
    chunks.push(chunk);
  }
  return new Blob([join(chunks)]);
}

/**
 * Writes a payload as a request body; `undefined` is no body.
 *
 * In a multipart body text fields go before files, and each file has a name: some services refuse one without.
 */
export async function encodeBody(
  data: unknown,
  format: BodyFormat = "json",
  headers: Headers,
  maxBytes: number,
): Promise<BodyInit | undefined> {
  if (data === undefined) {
    return undefined;
  }
  if (isPart(data) || data instanceof FormData || data instanceof URLSearchParams) {
    return isStream(data) ? toBlob(data, maxBytes) : data;
  }
  if (format === "json") {
    headers.set("content-type", "application/json; charset=utf-8");
    return typeof data === "string" ? data : JSON.stringify(data);
  }
  const fields = Object.entries(data as object).filter(([, value]) => value != null);
  const text = (value: unknown) => (typeof value === "object" ? JSON.stringify(value) : `${value}`);
  if (format === "form") {
    return new URLSearchParams(fields.map(([name, value]) => [name, text(value)]));
  }
  const form = new FormData();
  for (const [name, value] of fields.filter(([, value]) => !isPart(value))) {
    form.append(name, text(value));
  }
  for (const [name, value] of fields.filter(([, value]) => isPart(value))) {
    const fileName = (value as File).name || (data as { file_name?: string }).file_name || name;
    form.append(name, await toBlob(value, maxBytes), fileName);
  }
  return form;
}
