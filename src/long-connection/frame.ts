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
export function decodeFrame(bytes: Uint8Array): Frame {
  const [fields, headers] = readFields(bytes);
  const [, seqId, logId, service, method, , payloadEncoding, payloadType, payload, logIdNew] = fields;
  return {
    seqId: integer(seqId),
    logId: integer(logId),
    service: int32(service),
    method: int32(method),
    headers: headers.map((header) => {
      const [[, key, value]] = readFields(raw(header));
      return [text(key), text(value)];
    }),
    payloadEncoding: optional(payloadEncoding, text),
    payloadType: optional(payloadType, text),
    payload: optional(payload, raw),
    logIdNew: optional(logIdNew, text),
  };
}

function varint(given: bigint | number): number[] {
  const bytes: number[] = [];
  let left = BigInt.asUintN(64, BigInt(given));
  for (; left > 127n; left >>= 7n) {
    bytes.push(Number(left & 127n) | 128);
  }
  return [...bytes, Number(left)];
}

/** Writes fields, numbered from 1. Those that are undefined are left out. */
const write = (...fields: (bigint | number | string | Uint8Array | readonly Uint8Array[] | undefined)[]) =>
  join(
    fields.flatMap((field, index) =>
      [field].flat().flatMap((given) => {
        const key = (index + 1) * 8;
        const value = typeof given === "string" ? toUtf8(given) : given;
        return value instanceof Uint8Array
          ? [Uint8Array.of(key + 2, ...varint(value.length)), value]
          : value === undefined
            ? []
            : Uint8Array.of(key, ...varint(value));
      }),
    ),
  );

/** Writes a frame. Its four numbers are written also if they are 0, because proto2 requires them. */
export const encodeFrame = (frame: Frame): Uint8Array<ArrayBuffer> =>
  write(
    frame.seqId,
    frame.logId,
    frame.service,
    frame.method,
    frame.headers.map((header) => write(...header)),
    frame.payloadEncoding,
    frame.payloadType,
    frame.payload,
    frame.logIdNew,
  );

/** The value of a header; of a repeated one the last, as the official SDKs read it. */
export const headerOf = ({ headers }: Frame, name: string): string | undefined =>
  headers.findLast(([key]) => key === name)?.[1];
