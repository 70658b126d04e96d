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

const VARINT = 0;
const BYTES = 2;
/** Bytes of each fixed wire type that can be skipped: 64 bits and 32 bits. */
const FIXED: Record<number, number> = { 1: 8, 5: 4 };
/** A varint of 64 bits has at most ten bytes. */
const MAX_SHIFT = 70n;

/** Reads the fields of a message one after the other. */
class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The next varint; 64 bits are kept, as every protobuf reader does. */
  #varint(): bigint {
    for (let value = 0n, shift = 0n; shift < MAX_SHIFT; shift += 7n) {
      const byte = this.#take(1)[0] as number;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) {
        return BigInt.asUintN(64, value);
      }
    }
    throw new TypeError("frame: a varint is longer than ten bytes");
  }

  #take(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.#bytes.length) {
      throw new TypeError("frame: it is cut off");
    }
    const part = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return part;
  }

  /** Calls `read` with each field: a `bigint` for a varint, bytes for the rest. */
  each(read: (field: number, value: bigint | Uint8Array) => void): void {
    while (this.#at < this.#bytes.length) {
      const key = Number(this.#varint());
      const type = key % 8;
      if (type !== VARINT && type !== BYTES && !FIXED[type]) {
        throw new TypeError(`frame: wire type ${type}`);
      }
      read(Math.floor(key / 8), type === VARINT ? this.#varint() : this.#take(FIXED[type] ?? Number(this.#varint())));
    }
  }
}

/** The value of a field, if it has the type that the field must have. */
function as<T>(value: bigint | Uint8Array | undefined, isBytes: boolean): T {
  if (value === undefined || (typeof value === "bigint") === isBytes) {
    throw new TypeError("frame: a field is missing or of another type");
  }
  return value as T;
}

const readText = (value: bigint | Uint8Array | undefined) => fromUtf8(as<Uint8Array>(value, true));

const readHeader = (bytes: Uint8Array): FrameHeader => {
  const fields: (bigint | Uint8Array)[] = [];
  new Reader(bytes).each((field, value) => {
    if (field < 3) {
      fields[field] = value;
    }
  });
  return [readText(fields[1]), readText(fields[2])];
};

/**
 * Reads a frame. Unknown fields are skipped. The payload is a view of the given bytes.
 *
 * @throws {TypeError} The bytes are not a frame: cut off, a field that is required is missing, a wrong type.
 */
export function decodeFrame(bytes: Uint8Array): Frame {
  const fields: (bigint | Uint8Array | undefined)[] = [];
  const headers: FrameHeader[] = [];
  new Reader(bytes).each((field, value) => {
    if (field === 5) {
      headers.push(readHeader(as(value, true)));
    } else if (field < 10) {
      fields[field] = value;
    }
  });
  const integer = (field: number) => as<bigint>(fields[field], false);
  const optional = <T>(field: number, read: (value: bigint | Uint8Array) => T) =>
    fields[field] === undefined ? undefined : read(fields[field]);
  return {
    seqId: integer(1),
    logId: integer(2),
    service: Number(BigInt.asIntN(32, integer(3))),
    method: Number(BigInt.asIntN(32, integer(4))),
    headers,
    payloadEncoding: optional(6, readText),
    payloadType: optional(7, readText),
    payload: optional(8, (value) => as<Uint8Array>(value, true)),
    logIdNew: optional(9, readText),
  };
}

const varint = (value: bigint): Uint8Array => {
  const bytes: number[] = [];
  let left = BigInt.asUintN(64, value);
  for (; left > 127n; left >>= 7n) {
    bytes.push(Number(left & 127n) | 128);
  }
  return Uint8Array.of(...bytes, Number(left));
};

const field = (number: number, value: bigint | number | string | Uint8Array | undefined): Uint8Array[] => {
  if (value === undefined) {
    return [];
  }
  if (typeof value === "bigint" || typeof value === "number") {
    return [Uint8Array.of(number << 3), varint(BigInt(value))];
  }
  const bytes = typeof value === "string" ? toUtf8(value) : value;
  return [Uint8Array.of((number << 3) | BYTES), varint(BigInt(bytes.length)), bytes];
};

/** Writes a frame. Its four numbers are written also if they are 0, because proto2 requires them. */
export function encodeFrame(frame: Frame): Uint8Array<ArrayBuffer> {
  return join([
    ...field(1, frame.seqId),
    ...field(2, frame.logId),
    ...field(3, frame.service),
    ...field(4, frame.method),
    ...frame.headers.flatMap(([key, value]) => field(5, join([...field(1, key), ...field(2, value)]))),
    ...field(6, frame.payloadEncoding),
    ...field(7, frame.payloadType),
    ...field(8, frame.payload),
    ...field(9, frame.logIdNew),
  ]);
}

/** The value of a header; of a repeated one the last, as the official SDKs read it. */
export const headerOf = ({ headers }: Frame, name: string): string | undefined =>
  headers.findLast(([key]) => key === name)?.[1];
