import { join } from "../crypto/index.ts";
import { type Frame, headerOf } from "./frame.ts";

/** How long the parts of a message wait for the others. The platform delivers the event again after 15 seconds. */
export const MAX_PART_AGE_MS = 10_000;
/** How many messages may wait for parts. */
export const MAX_PARTIAL_MESSAGES = 100;
/** How many bytes may wait, of all messages together. */
export const MAX_PARTIAL_BYTES: number = 32 * 1024 * 1024;
/** The largest number of parts of a message. */
export const MAX_PARTS = 1_000;

/** A message of which parts are missing. */
interface Incomplete {
  readonly since: number;
  readonly sum: number;
  readonly parts: Map<number, Uint8Array>;
  bytes: number;
}

/**
 * Makes the function that joins the parts of messages by `message_id`. It returns the payload when a message is complete, and
 * undefined before. Bytes are joined before they become text, since a part may end within a character.
 *
 * Incomplete messages are bounded in age, number and memory. The oldest message is dropped first; the platform delivers its event again,
 * because no part of it is acknowledged.
 *
 * @param now - Milliseconds of a clock that never goes back.
 * @throws {TypeError} `sum` or `seq` is not a possible number. The returned function throws, not this one.
 */
export function createReassembly(now: () => number): (frame: Frame) => Uint8Array | undefined {
  const waiting = new Map<string, Incomplete>();
  let bytes = 0;

  const drop = (id: string) => {
    bytes -= waiting.get(id)?.bytes ?? 0;
    waiting.delete(id);
  };

  return (frame) => {
    const payload = frame.payload ?? new Uint8Array();
    const sum = Number(headerOf(frame, "sum") ?? 1);
    const seq = Number(headerOf(frame, "seq") ?? 0);
    const id = headerOf(frame, "message_id") ?? "";
    const at = now();
    // `sum` 0 is a whole message, too: the official SDKs take it for one.
    if (sum === 0 || sum === 1) {
      return payload;
    }
    if (!(Number.isInteger(sum) && sum > 0 && sum <= MAX_PARTS && Number.isInteger(seq) && seq >= 0 && seq < sum)) {
      throw new TypeError("frame: sum or seq is not a possible number");
    }
    let message = waiting.get(id);
    if (message?.sum !== sum) {
      drop(id);
      message = { since: at, sum, parts: new Map(), bytes: 0 };
      waiting.set(id, message);
    }
    if (!message.parts.has(seq)) {
      // A part is a view, which holds the whole frame in memory.
      const size = payload.buffer.byteLength;
      message.parts.set(seq, payload);
      message.bytes += size;
      bytes += size;
    }
    if (message.parts.size === sum) {
      drop(id);
      return join(Array.from({ length: sum }, (_, index) => message.parts.get(index) as Uint8Array));
    }
    for (const [oldest, { since }] of waiting) {
      if (at - since <= MAX_PART_AGE_MS && waiting.size <= MAX_PARTIAL_MESSAGES && bytes <= MAX_PARTIAL_BYTES) {
        break;
      }
      drop(oldest);
    }
  };
}
