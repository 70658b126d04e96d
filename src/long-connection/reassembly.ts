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
  /** By `seq`. */
  readonly parts: Uint8Array[];
  /** How many parts are missing. */
  missing: number;
  /** The memory of the parts: each is a view, which holds its whole frame. */
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
  const drop = (id: string, message: Incomplete) => {
    bytes -= message.bytes;
    waiting.delete(id);
  };

  return (frame) => {
    const { payload = new Uint8Array() } = frame;
    const sum = Number(headerOf(frame, "sum") ?? 1);
    const seq = Number(headerOf(frame, "seq") ?? 0);
    // `sum` 0 is a whole message, too: the official SDKs take it for one.
    if (sum === 0 || sum === 1) {
      return payload;
    }
    if (!(seq >= 0 && seq < sum && sum <= MAX_PARTS) || sum % 1 || seq % 1) {
      throw new TypeError("sum or seq");
    }
    // With another number of parts it is another message.
    const id = `${sum} ${headerOf(frame, "message_id")}`;
    const at = now();
    const message: Incomplete = waiting.get(id) ?? { since: at, parts: [], missing: sum, bytes: 0 };
    const { parts } = message;
    waiting.set(id, message);
    if (!parts[seq]) {
      const { byteLength } = payload.buffer;
      parts[seq] = payload;
      message.missing--;
      message.bytes += byteLength;
      bytes += byteLength;
    }
    if (!message.missing) {
      drop(id, message);
      return join(parts);
    }
    for (const [oldest, incomplete] of waiting) {
      if (
        at - incomplete.since <= MAX_PART_AGE_MS &&
        waiting.size <= MAX_PARTIAL_MESSAGES &&
        bytes <= MAX_PARTIAL_BYTES
      ) {
        break;
      }
      drop(oldest, incomplete);
    }
  };
}
