import { type ResponseInfo, withInfo } from "./answer.ts";
import { fileNameOf } from "./file-name.ts";

/** A file, streamed: the `Response` itself, whose body can be read once, and what its headers say. */
export interface Download extends ResponseInfo, Pick<Response, "body" | "arrayBuffer" | "blob" | "text"> {
  readonly headers: Headers;
  /** The last segment of the name in `Content-Disposition`, if there is one. */
  readonly fileName: string | undefined;
  readonly contentType: string | undefined;
  /** In bytes as sent, if the answer says. */
  readonly size: number | undefined;
}

/** Whether a successful answer to a download is the file for sure, and need not be read to know. */
export const isFile = ({ headers }: Response): boolean =>
  headers.has("content-disposition") || !headers.get("content-type")?.includes("json");

/** Turns the answer of a download into a {@link Download}. */
export function toDownload(response: Response): Download {
  const { headers } = response;
  const length = headers.get("content-length");
  const known = {
    fileName: fileNameOf(headers.get("content-disposition") ?? ""),
    contentType: headers.get("content-type") ?? undefined,
    size: length ? Number(length) : undefined,
  };
  return withInfo(Object.assign(response, known), response);
}
