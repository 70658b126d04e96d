import { type Bytes, join } from "./bytes.ts";

/**
 * Reads a stream to its end. With more in it than a limit, or if it takes too long, it is cancelled, and the result is
 * `undefined`.
 *
 * @param enough - So many bytes are all: on workerd the read that only finds the end costs more than the others.
 * @param signal - When it is aborted, the next chunk is the last.
 */
export async function readStream(
  stream: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  timeoutMs?: number,
  enough: number = Number.POSITIVE_INFINITY,
  signal?: AbortSignal,
): Promise<Bytes | undefined> {
  const reader = stream?.getReader();
  const chunks: Uint8Array[] = [];
  let left = maxBytes;
  const timer =
    timeoutMs &&
    setTimeout(() => {
      left = -1;
      // The read that waits finds an end.
      reader?.cancel().catch(() => {});
    }, timeoutMs);
  try {
    // Not `for await`, which takes twice as long on workerd.
    while (reader && left >= 0 && maxBytes - left < enough) {
      const { value } = await reader.read();
      if (!value) {
        break;
      }
      // A copy: on Deno 4 KB of what was unpacked hold 64 KB.
      chunks.push(value.slice());
      left = signal?.aborted ? -1 : left - value.length;
    }
    if (left < 0) {
      // Not awaited: one of two that read the same answer waits for the other.
      reader?.cancel().catch(() => {});
      return;
    }
    return chunks.length === 1 ? (chunks[0] as Bytes) : join(chunks);
  } finally {
    clearTimeout(timer);
  }
}
