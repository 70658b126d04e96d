import { type Bytes, join } from "./bytes.ts";

/** Reads a stream to its end. With more in it than a limit it is cancelled, and the result is `undefined`. */
export async function readStream(
  stream: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Bytes | undefined> {
  const chunks: Uint8Array[] = [];
  let left = maxBytes;
  const reader = stream?.getReader();
  // Not `for await`, which takes twice as long on workerd.
  for (;;) {
    const value: Uint8Array | undefined = (await reader?.read())?.value;
    if (!value) {
      return join(chunks);
    }
    chunks.push(value);
    left -= value.length;
    if (left < 0) {
      return reader?.cancel() as Promise<undefined>;
    }
  }
}
