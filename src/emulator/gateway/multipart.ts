/**
 * One part of a form. Binary even without a file name, where `Request.formData` would decode it as text: the official
 * Node SDK sends buffers so.
 */
export interface FormPart {
  bytes: Uint8Array<ArrayBuffer>;
  fileName: string | undefined;
  contentType: string | undefined;
}

function indexOf(bytes: Uint8Array, needle: Uint8Array, from: number): number {
  const [first = 0] = needle;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (needle.every((byte, offset) => bytes[at + offset] === byte)) {
      return at;
    }
  }
  return -1;
}

function parseHead(head: string): { name: string | undefined } & Pick<FormPart, "fileName" | "contentType"> {
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? "";
  return {
    name: /[;\s]name="([^"]*)"/i.exec(disposition)?.[1],
    fileName: /[;\s]filename="([^"]*)"/i.exec(disposition)?.[1],
    contentType: /^content-type:(.*)$/im.exec(head)?.[1]?.trim() || undefined,
  };
}

/** Reads a `multipart/form-data` body; `undefined` when it is none or is cut off. Of equal names the last counts. */
export async function readMultipart(request: Request): Promise<Map<string, FormPart> | undefined> {
  const type = request.headers.get("content-type") ?? "";
  const match = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type);
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined) {
    return undefined;
  }
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const delimiter = encoder.encode(`\r\n--${boundary}`);
  const blankLine = encoder.encode("\r\n\r\n");
  const body = new Uint8Array(await request.arrayBuffer());
  const parts = new Map<string, FormPart>();
  // The first delimiter may stand at the very start, without its line break.
  let at = indexOf(body, delimiter.subarray(2), 0) + delimiter.length - 2;
  if (at < delimiter.length - 2) {
    return undefined;
  }
  while (decoder.decode(body.subarray(at, at + 2)) !== "--") {
    const headEnd = indexOf(body, blankLine, at);
    const end = headEnd < 0 ? -1 : indexOf(body, delimiter, headEnd + 2);
    if (end < 0) {
      return undefined;
    }
    const { name, ...part } = parseHead(decoder.decode(body.subarray(at, headEnd)));
    if (name !== undefined) {
      parts.set(name, { ...part, bytes: body.slice(headEnd + blankLine.length, end) });
    }
    at = end + delimiter.length;
  }
  return parts;
}
