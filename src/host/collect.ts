import { type Bytes, join } from "../crypto/index.ts";

/** The part of a stream of Node that is used here. */
export interface NodeStream {
  on(event: string, listener: (chunk: Uint8Array) => void): unknown;
}

/**
 * Reads the bytes of a stream of Node.
 *
 * @param maxBytes - The limit.
 * @param failure - Creates the error for a stream that breaks off.
 * @returns `undefined` if there are more bytes. The stream is then still open.
 */
export function collect(
  stream: NodeStream,
  maxBytes: number,
  failure: (error?: unknown) => unknown,
): Promise<Bytes | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    let isOver = false;
    const finish = (bytes?: Bytes) => {
      isOver = true;
      resolve(bytes);
    };
    stream.on("data", (chunk) => {
      length += chunk.length;
      if (length <= maxBytes) {
        chunks.push(chunk);
      } else {
        finish();
      }
    });
    stream.on("end", () => finish(chunks.length === 1 ? (chunks[0] as Bytes) : join(chunks)));
    stream.on("error", (error: unknown) => reject(failure(error)));
    stream.on("close", () => {
      // Every stream ends with this event, and an error takes longer than the rest of this function.
      if (!isOver) {
        reject(failure());
      }
    });
  });
}
