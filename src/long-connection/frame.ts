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

/** Reads the fields of a message one after the other. */
function* fieldsOf(bytes: Uint8Array): Generator<[field: number, value: Value]> {
  let at = 0;
  const take = (length = 1) => {
    const from = at;
    at += length;
    // Also if the length is NaN.
    return at <= bytes.length ? bytes.subarray(from, at) : refuse();
  };
  const varint = () => {
    for (let value = 0n, shift = 0n; shift < MAX_SHIFT; shift += 7n) {
      const byte = take()[0] as number;
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
    yield [Math.floor(key / 8), type ? take(type === 2 ? Number(varint()) : (FIXED[type] ?? refuse())) : varint()];
  }
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
  const fields: Value[] = [];
  const headers: FrameHeader[] = [];
  for (const [field, value] of fieldsOf(bytes)) {
    if (field === 5) {
      const header: Value[] = [];
      for (const [part, content] of fieldsOf(raw(value))) {
        if (part < 3) {
          header[part] = content;
        }
      }
      headers.push([text(header[1]), text(header[2])]);
    } else if (field < 10) {
      fields[field] = value;
    }
  }
  const [, seqId, logId, service, method, , payloadEncoding, payloadType, payload, logIdNew] = fields;
  return {
    seqId: integer(seqId),
    logId: integer(logId),
    service: int32(service),
    method: int32(method),
    headers,
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
      (Array.isArray(field) ? field : [field]).flatMap((value) => {
        const key = (index + 1) * 8;
        if (value === undefined) {
          return [];
        }
        if (typeof value === "bigint" || typeof value === "number") {
          return Uint8Array.of(key, ...varint(value));
        }
        const bytes = typeof value === "string" ? toUtf8(value) : value;
        return [Uint8Array.of(key + 2, ...varint(bytes.length)), bytes];
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
