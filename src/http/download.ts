import { type ResponseInfo, withInfo } from "./answer.ts";

/** A file, streamed. Its body can be read once, in one of three ways. */
export interface Download extends ResponseInfo {
  readonly body: ReadableStream<Uint8Array> | null;
  /** The last segment of the name in `Content-Disposition`, if there is one. */
  readonly fileName: string | undefined;
  readonly contentType: string | undefined;
  /** In bytes, if the answer says. */
  readonly size: number | undefined;
  arrayBuffer(): Promise<ArrayBuffer>;
  blob(): Promise<Blob>;
}

const attempt = (decode: () => string, otherwise: string): string => {
  try {
    return decode();
  } catch {
    return otherwise;
  }
};

/**
 * The file name of a `Content-Disposition`, in every way the platform writes it: RFC 5987, percent-encoded, and UTF-8
 * bytes that `fetch` shows as Latin-1. A path is cut off.
 */
export function fileNameOf(disposition: string): string | undefined {
  const extended = /filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
  const [, quoted, bare] = /filename\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^;\s]+))/i.exec(disposition) ?? [];
  const plain = quoted?.replace(/\\(.)/g, "$1") ?? bare ?? "";
  // Latin-1 code points as percent-encoded bytes: what is not UTF-8 stays as it came.
  const utf8 = attempt(() => decodeURIComponent(escapeBytes(plain)), plain);
  const name = extended ? attempt(() => decodeURIComponent(extended), utf8) : attempt(() => decodeURIComponent(utf8), utf8);
  return name.split(/[\\/]/).pop() || undefined;
}

const escapeBytes = (text: string): string =>
  text.replace(/[%\u0080-\u00ff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`);

/** Turns the answer of a download into a {@link Download}. */
export function toDownload(response: Response): Download {
  const { status, headers } = response;
  const download = {
    body: response.body,
    fileName: fileNameOf(headers.get("content-disposition") ?? ""),
    contentType: headers.get("content-type") ?? undefined,
    size: headers.has("content-length") ? Number(headers.get("content-length")) : undefined,
    arrayBuffer: () => response.arrayBuffer(),
    blob: () => response.blob(),
  };
  return withInfo(download, status, headers);
}
