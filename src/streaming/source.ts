import type { StreamChunk, StreamChunks } from "./types.ts";

/** Reads a stream of texts or bytes. A character whose bytes arrive in two chunks stays whole. */
async function* readStream(stream: ReadableStream<string | Uint8Array>): AsyncGenerator<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      yield typeof read.value === "string" ? read.value : decoder.decode(read.value, { stream: true });
    }
    yield decoder.decode();
  } finally {
    // Who stops reading needs no further text, and waits for nothing.
    reader.cancel().catch(() => {});
  }
}

/** The chunks of a source, whatever it is. */
export function readChunks(source: StreamChunks): AsyncIterable<StreamChunk> | Iterable<StreamChunk> {
  if (typeof Object(source).getReader === "function") {
    return readStream(source as ReadableStream<string | Uint8Array>);
  }
  if (typeof source === "string" || !(Symbol.asyncIterator in Object(source) || Symbol.iterator in Object(source))) {
    throw new TypeError(
      `streamCard: source must be a function, an iterable or a ReadableStream, got ${typeof source}; put one text into a list: [text]`,
    );
  }
  return source as AsyncIterable<StreamChunk> | Iterable<StreamChunk>;
}
