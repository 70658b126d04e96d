// The frames of RFC 6455, as far as a server needs them: the gateway of the long connection sends and takes binary messages.

import { Buffer } from "node:buffer";

export const TEXT = 1;
export const BINARY = 2;
export const CLOSE = 8;
export const PING = 9;
export const PONG = 10;

/** The largest message that a client may send. */
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;

/** A whole message, or a control frame. */
export interface Message {
  readonly opcode: number;
  readonly payload: Uint8Array<ArrayBuffer>;
}

/** Writes a frame of a server, which is not masked. */
export function writeMessage(opcode: number, payload: Uint8Array = new Uint8Array()): Uint8Array<ArrayBuffer> {
  const { length } = payload;
  const size = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const bytes = new Uint8Array(size + length);
  const view = new DataView(bytes.buffer);
  bytes[0] = 0x80 | opcode;
  if (size === 2) {
    bytes[1] = length;
  } else if (size === 4) {
    bytes[1] = 126;
    view.setUint16(2, length);
  } else {
    bytes[1] = 127;
    view.setBigUint64(2, BigInt(length));
  }
  bytes.set(payload, size);
  return bytes;
}

/** Makes the function that takes what a client sends, and returns the messages that are complete. */
export function createReader(): (chunk: Uint8Array) => Message[] {
  let rest = new Uint8Array();
  let opcode = 0;
  let parts: Uint8Array[] = [];

  const concat = (chunks: Uint8Array[]): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.concat(chunks));

  /** One frame from the start of `rest`, if it is whole. */
  function takeFrame(): { isLast: boolean; code: number; payload: Uint8Array<ArrayBuffer> } | undefined {
    const [first = 0, second = 0] = rest;
    const view = new DataView(rest.buffer, rest.byteOffset, rest.byteLength);
    const short = second & 0x7f;
    const size = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (rest.length < size + 4) {
      return undefined;
    }
    const length = short < 126 ? short : short === 126 ? view.getUint16(2) : Number(view.getBigUint64(2));
    if (length > MAX_MESSAGE_BYTES || (second & 0x80) === 0 || (first & 0x70) !== 0) {
      throw new TypeError("the frame is too large, not masked, or uses an extension");
    }
    if (rest.length < size + 4 + length) {
      return undefined;
    }
    const mask = rest.subarray(size, size + 4);
    const payload = rest.slice(size + 4, size + 4 + length);
    for (let at = 0; at < length; at += 1) {
      payload[at] = (payload[at] ?? 0) ^ (mask[at & 3] ?? 0);
    }
    rest = rest.slice(size + 4 + length);
    return { isLast: (first & 0x80) !== 0, code: first & 0x0f, payload };
  }

  return (chunk) => {
    rest = concat([rest, chunk]);
    const messages: Message[] = [];
    for (let frame = takeFrame(); frame !== undefined; frame = takeFrame()) {
      const { isLast, code, payload } = frame;
      if (code >= CLOSE) {
        messages.push({ opcode: code, payload });
        continue;
      }
      opcode = code === 0 ? opcode : code;
      parts.push(payload);
      if (parts.reduce((sum, part) => sum + part.length, 0) > MAX_MESSAGE_BYTES) {
        throw new TypeError("the message is too large");
      }
      if (isLast) {
        messages.push({ opcode, payload: concat(parts) });
        parts = [];
      }
    }
    return messages;
  };
}
