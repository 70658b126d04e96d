import { type Bytes, join } from "../crypto/index.ts";
import { LarkCallbackError } from "../errors.ts";

/** The largest request body that is read: 1 MiB. */
export const DEFAULT_MAX_BODY_BYTES = 1_048_576;

/**
 * Reads a body, and no further than the limit: `Content-Length` may be missing or lie.
 *
 * @throws {LarkCallbackError} `too_large`.
 */
export async function readBody(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Bytes> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop early cancels the stream.
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > maxBytes) {
      throw new LarkCallbackError("too_large");
    }
    chunks.push(chunk);
  }
  return join(chunks);
}
