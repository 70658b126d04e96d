import { join } from "../crypto/index.ts";

/** The part of Node's `IncomingMessage` that is used here. */
export interface AnswerMessage {
  readonly statusCode?: number;
  /** Names and values by turns, as they came. */
  readonly rawHeaders: string[];
  on(event: "data", listener: (chunk: Uint8Array<ArrayBuffer>) => void): this;
  on(event: "end", listener: () => void): this;
  on(event: "error", listener: (error: Error) => void): this;
  destroy(): unknown;
}

/** The parts of an answer that a client reads. A `Response` costs more than the rest of a call. */
export interface TextAnswer {
  readonly status: number;
  readonly headers: Headers;
  text(): Promise<string>;
}

const decoder: TextDecoder = /* @__PURE__ */ new TextDecoder();

/** The headers of an answer as `Headers`. */
export function headersOf({ rawHeaders }: Pick<AnswerMessage, "rawHeaders">): Headers {
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    headers.append(rawHeaders[at] as string, rawHeaders[at + 1] as string);
  }
  return headers;
}

/**
 * Reads the text of an answer.
 *
 * @param maxBytes - The limit. If the answer is longer, reading stops, and the result is a text of more characters.
 * @param failure - Creates the error for an incomplete answer.
 */
export function readTextOf(
  message: AnswerMessage,
  maxBytes: number,
  failure: (error?: unknown) => Error,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let length = 0;
    message.on("data", (chunk) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxBytes) {
        resolve(" ".repeat(maxBytes + 1));
        message.destroy();
      }
    });
    message.on("end", () => resolve(decoder.decode(chunks.length === 1 ? chunks[0] : join(chunks))));
    // An aborted answer may emit no error, but its call has ended already.
    message.on("error", (error) => reject(failure(error)));
  });
}
