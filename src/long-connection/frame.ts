import { fromUtf8, join, toUtf8 } from "../crypto/index.ts";

/** A header of a frame: its key and its value. A key may occur twice. */
export type FrameHeader = readonly [key: string, value: string];

/** The one message of the long connection, in protobuf (proto2). Requests, answers, pings and pongs are all frames. */
export interface Frame {
  readonly seqId: bigint;
  /** Larger than a JavaScript number can hold exactly. */
  readonly logId: bigint;
  readonly service: number;
  /** 0 for control (ping, pong), 1 for data. */
  readonly method: number;
  readonly headers: readonly FrameHeader[];
  readonly payloadEncoding?: string | undefined;
  readonly payloadType?: string | undefined;
  readonly payload?: Uint8Array | undefined;
  readonly logIdNew?: string | undefined;
}

/** A frame from the gateway. */
export interface ReceivedFrame extends Frame {
  /** The headers in bytes, for the answer, which has the same headers: to encode them anew would take most of its time. */
  readonly rawHeaders: readonly Uint8Array[];
}

/** A frame for the gateway. */
export interface SentFrame extends Omit<Frame, "headers"> {
  readonly headers: readonly (FrameHeader | Uint8Array)[];
}

/** A field's value: a varint, or bytes. */
type Value = bigint | Uint8Array;

/** Bytes of the wire types that can be skipped: 64 bits and 32 bits. The two of groups are refused. */
const FIXED: Record<number, number> = { 1: 8, 5: 4 };
/** A varint of 64 bits has at most ten bytes. */
const MAX_SHIFT = 70n;

function refuse(): never {
  throw new TypeError("not a frame");
}

/** Reads a message: the last value of each field, by its number, and all values of field 5, the only one that is repeated. */
function readFields(bytes: Uint8Array): [fields: (Value | undefined)[], repeated: Value[]] {
  const fields: Value[] = [];
  const repeated: Value[] = [];
  let at = 0;
  const take = (length: number) => {
    const from = at;
    at += length;
    // Also if the length is NaN.
    return at <= bytes.length ? bytes.subarray(from, at) : refuse();
  };
  const varint = () => {
    for (let value = 0n, shift = 0n; shift < MAX_SHIFT; shift += 7n) {
      const byte = bytes[at++] ?? refuse();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) {
        // 64 bits are kept, as every protobuf reader does.
        return BigInt.asUintN(64, value);
      }
    }
    return refuse();
  };
  while (at < bytes.length) {
    const key = Number(varint());
    const type = key % 8;
    const value = type ? take(type === 2 ? Number(varint()) : (FIXED[type] ?? refuse())) : varint();
    // The fields that are not known, from 10, share a place.
    const field = Math.min(Math.floor(key / 8), 10);
    fields[field] = value;
    if (field === 5) {
      repeated.push(value);
    }
  }
  return [fields, repeated];
}

const integer = (value: Value | undefined) => (typeof value === "bigint" ? value : refuse());
const int32 = (value: Value | undefined) => Number(BigInt.asIntN(32, integer(value)));
const raw = (value: Value | undefined) => (value instanceof Uint8Array ? value : refuse());
const text = (value: Value | undefined) => fromUtf8(raw(value));
const optional = <T>(value: Value | undefined, read: (value: Value) => T) =>
  value === undefined ? value : read(value);

/**
 * Reads a frame. Unknown fields are skipped. The payload is a view of the given bytes.
 *
 * @throws {TypeError} The bytes are not a frame: cut off, a field that is required is missing, a wrong type.
 */
export function decodeFrame(bytes: Uint8Array): ReceivedFrame {
  const [fields, headers] = readFields(bytes);
  const rawHeaders = headers.map(raw);
  const [, seqId, logId, service, method, , payloadEncoding, payloadType, payload, logIdNew] = fields;
  return {
    seqId: integer(seqId),
    logId: integer(logId),
    service: int32(service),
    method: int32(method),
    headers: rawHeaders.map((header) => {
      const [[, key, value]] = readFields(header);
      return [text(key), text(value)];
    }),
    rawHeaders,
    payloadEncoding: optional(payloadEncoding, text),
    payloadType: optional(payloadType, text),
    payload: optional(payload, raw),
    logIdNew: optional(logIdNew, text),
  };
}

/** A field to write: a varint, a text, bytes, or several of them. Without a value it is left out. */
type Given = bigint | number | string | Uint8Array | readonly Uint8Array[] | undefined;

/** Writes fields, numbered from 1. */
function write(...fields: Given[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  fields.forEach((field, index) => {
    for (const given of Array.isArray(field) ? field : [field]) {
      const value = typeof given === "string" ? toUtf8(given) : given;
      if (value !== undefined) {
        const isBytes = value instanceof Uint8Array;
        const head = [(index + 1) * 8 + (isBytes ? 2 : 0)];
        let left = BigInt.asUintN(64, BigInt(isBytes ? value.length : value));
        for (; left > 127n; left >>= 7n) {
          head.push(Number(left & 127n) | 128);
        }
        head.push(Number(left));
        parts.push(new Uint8Array(head));
        if (isBytes) {
          parts.push(value);
        }
      }
    }
  });
  return join(parts);
}

/** Writes a frame. Its four numbers are written also if they are 0, because proto2 requires them. */
export const encodeFrame = (frame: SentFrame): Uint8Array<ArrayBuffer> =>
  write(
    frame.seqId,
    frame.logId,
    frame.service,
    frame.method,
    frame.headers.map((header) => (header instanceof Uint8Array ? header : write(...header))),
    frame.payloadEncoding,
    frame.payloadType,
    frame.payload,
    frame.logIdNew,
  );

/** The value of a header; of a repeated one the last, as the official SDKs read it. */
export const headerOf = ({ headers }: Frame, name: string): string | undefined =>
  headers.findLast(([key]) => key === name)?.[1];
