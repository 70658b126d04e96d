// The frames of RFC 6455, as far as a client of the gateway needs them: no extension, binary and text messages.
import { type Bytes, join } from "../../crypto/index.ts";

export const TEXT = 1;
export const CLOSE = 8;
export const PING = 9;
export const PONG = 10;
export const BINARY = 2;

/** The largest message that is taken. */
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;

const MASK_BYTES = 4;

/** A whole message, or a control frame. */
export interface Message {
  readonly opcode: number;
  readonly payload: Bytes;
}

function applyMask(payload: Uint8Array, mask: Uint8Array): void {
  for (let at = 0; at < payload.length; at++) {
    payload[at] = (payload[at] as number) ^ (mask[at % MASK_BYTES] as number);
  }
}

/** Writes a message of a client in one frame. A client masks its frames. */
export function writeFrame(opcode: number, given: Uint8Array): Bytes {
  const { length } = given;
  const [short, size] = length < 126 ? [length, 2] : length < 65_536 ? [126, 4] : [127, 10];
  const bytes = new Uint8Array(size + MASK_BYTES + length);
  const view = new DataView(bytes.buffer);
  bytes[0] = 0x80 | opcode;
  bytes[1] = 0x80 | short;
  if (size === 4) {
    view.setUint16(2, length);
  } else if (size === 10) {
    view.setBigUint64(2, BigInt(length));
  }
  const mask = crypto.getRandomValues(bytes.subarray(size, size + MASK_BYTES));
  const payload = bytes.subarray(size + MASK_BYTES);
  payload.set(given);
  applyMask(payload, mask);
  return bytes;
}

interface Frame extends Message {
  readonly isLast: boolean;
  /** Of the whole frame, in bytes. */
  readonly size: number;
}

/** Reads the frame at the start of some bytes. Undefined if it is not complete. */
function readFrame(bytes: Bytes): Frame | undefined {
  const [first = 0, second = 0] = bytes;
  const short = second & 0x7f;
  const start = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < start) {
    return undefined;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = start === 2 ? short : start === 4 ? view.getUint16(2) : Number(view.getBigUint64(2));
  // The first bits announce an extension, and a server that masks.
  if (length > MAX_MESSAGE_BYTES || first & 0x70 || second & 0x80) {
    throw new TypeError("the gateway sent a frame that is too large, masked or of an extension");
  }
  const size = start + length;
  return bytes.length < size
    ? undefined
    : { isLast: first >= 0x80, opcode: first & 0x0f, size, payload: bytes.slice(start, size) };
}

/** Makes the function that takes received bytes, and returns the messages that are complete. */
export function createReader(): (chunk: Uint8Array) => Message[] {
  let rest: Bytes = new Uint8Array();
  let opcode = 0;
  let length = 0;
  let parts: Bytes[] = [];
  return (chunk) => {
    rest = join([rest, chunk]);
    const messages: Message[] = [];
    for (let frame = readFrame(rest); frame; frame = readFrame(rest)) {
      rest = rest.subarray(frame.size);
      if (frame.opcode >= CLOSE) {
        messages.push(frame);
        continue;
      }
      opcode = frame.opcode || opcode;
      length += frame.payload.length;
      parts.push(frame.payload);
      if (length > MAX_MESSAGE_BYTES) {
        throw new TypeError("the gateway sent a message that is too large");
      }
      if (frame.isLast) {
        messages.push({ opcode, payload: join(parts) });
        parts = [];
        length = 0;
      }
    }
    return messages;
  };
}
