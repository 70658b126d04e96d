import { isDeepStrictEqual } from "node:util";
import type { Difference } from "./compare.ts";
import { HELPDESK_HEADER, type MultipartBody } from "./request.ts";

/** A difference that is meant. */
export interface KnownDifference {
  reason: string;
  /** As narrow as it can be said: whatever it accepts is not looked at by anything else. */
  covers(difference: Difference): boolean;
}

const isMultipart = (body: unknown): body is MultipartBody => Object(body).type === "multipart";

const withCrlf = ({ type, content }: MultipartBody): MultipartBody => ({
  type,
  content: content.map((part) =>
    part.kind === "text" ? { ...part, value: part.value.replaceAll(/\r?\n/g, "\r\n") } : part,
  ),
});

/** The only ones. Each must still be seen, or the test fails. */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    reason: "Where a payload has no data the official client sends the body {}, on GET too, which fetch cannot send.",
    covers: ({ part, payload, official, ours }) =>
      part === "body" &&
      payload.data === undefined &&
      isDeepStrictEqual(official, { type: "json", content: {} }) &&
      ours === undefined,
  },
  {
    reason: "FormData writes a line end in a text field as CRLF, as the standard says; the official client leaves LF.",
    covers: ({ part, official, ours }) =>
      part === "body" && isMultipart(official) && isDeepStrictEqual(withCrlf(official), ours),
  },
  {
    reason: "The official client writes Bearer before a helpdesk's credential; the platform's description has it bare.",
    covers: ({ part, official, ours }) =>
      part === "headers" &&
      isDeepStrictEqual(official, {
        ...Object(ours),
        [HELPDESK_HEADER]: `Bearer ${Object(ours)[HELPDESK_HEADER]}`,
      }),
  },
];
