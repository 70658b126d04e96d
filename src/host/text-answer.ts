import { toText } from "../crypto/index.ts";
import { collect, type NodeStream } from "./collect.ts";

/** The part of Node's `IncomingMessage` that is used here. */
export interface AnswerMessage extends NodeStream {
  readonly statusCode?: number;
  /** Names and values by turns, as they came. */
  readonly rawHeaders: string[];
  destroy(): unknown;
}

/** The parts of an answer that a client reads. A `Response` costs more than the rest of a call. */
export interface TextAnswer {
  readonly status: number;
  readonly headers: Headers;
  text(): Promise<string>;
}

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
export async function readTextOf(
  message: AnswerMessage,
  maxBytes: number,
  failure: (error?: unknown) => Error,
): Promise<string> {
  const bytes = await collect(message, maxBytes, failure);
  if (!bytes) {
    message.destroy();
    return " ".repeat(maxBytes + 1);
  }
  return toText(bytes);
}
