import { type Bytes, join } from "./crypto/index.ts";

/**
 * Reads a stream to its end, and no further than a limit.
 *
 * @param tooLarge - Makes the error to throw when there is more. The stream is cancelled then.
 */
export async function readStream(
  stream: AsyncIterable<Uint8Array> | null,
  maxBytes: number,
  tooLarge: () => Error,
): Promise<Bytes> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop early cancels the stream.
  for await (const chunk of stream ?? []) {
    length += chunk.length;
    if (length > maxBytes) {
      throw tooLarge();
    }
    chunks.push(chunk);
  }
  return join(chunks);
}
