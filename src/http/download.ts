import { type ResponseInfo, withInfo } from "./answer.ts";

/** A file, streamed: the `Response` itself, whose body can be read once, and what its headers say. */
export interface Download extends ResponseInfo, Pick<Response, "body" | "arrayBuffer" | "blob" | "text"> {
  readonly headers: Headers;
  /** The last segment of the name in `Content-Disposition`, if there is one. */
  readonly fileName: string | undefined;
  readonly contentType: string | undefined;
  /** In bytes as sent, if the answer says. */
  readonly size: number | undefined;
}

/**
 * The file name of a `Content-Disposition`, in every way the platform writes it: RFC 5987, percent-encoded, and UTF-8
 * bytes that `fetch` shows as Latin-1. A path is cut off.
 */
export function fileNameOf(disposition: string): string | undefined {
  let name = "";
  for (const [, star, value = ""] of disposition.matchAll(/filename(\*?)=("(?:\\.|[^"])*"|[^;]*)/gi)) {
    if (star || !name) {
      name = value.replace(star ? /.*'/ : /^"|"$|\\/g, "");
    }
  }
  try {
    name = decodeURIComponent(name.replace(/[\x80-\xff]/g, escape));
  } catch {
    // A lone percent sign: the name is meant as it stands.
  }
  return name.replace(/.*[\\/]/, "").replace(/^\.+$/, "") || undefined;
}

/** Turns the answer of a download into a {@link Download}. */
export function toDownload(response: Response): Download {
  const { status, headers } = response;
  const length = headers.get("content-length");
  const known = {
    fileName: fileNameOf(headers.get("content-disposition") ?? ""),
    contentType: headers.get("content-type") ?? undefined,
    size: length ? Number(length) : undefined,
  };
  return withInfo(Object.assign(response, known), status, headers);
}
