/** A frame of the long connection as the gateway writes and reads it. The codec is the emulator's own, like its crypto. */
export interface GatewayFrame {
  seqId: bigint;
  logId: bigint;
  service: number;
  /** 0 for control, 1 for data. */
  method: number;
  headers: [key: string, value: string][];
  payload?: Uint8Array<ArrayBuffer>;
}

const utf8 = new TextEncoder();
const text = new TextDecoder("utf-8", { fatal: true });

function pushVarint(out: number[], value: bigint): void {
  let rest = BigInt.asUintN(64, value);
  while (rest >= 0x80n) {
    out.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  out.push(Number(rest));
}

function pushBytes(out: number[], tag: number, bytes: Uint8Array): void {
  out.push(tag);
  pushVarint(out, BigInt(bytes.length));
  for (const byte of bytes) {
    out.push(byte);
  }
}

/** Writes a frame in protobuf. */
export function writeFrame({ seqId, logId, service, method, headers, payload }: GatewayFrame): Uint8Array<ArrayBuffer> {
  const out: number[] = [];
  for (const [tag, value] of [
    [0x08, seqId],
    [0x10, logId],
    [0x18, BigInt(service)],
    [0x20, BigInt(method)],
  ] as const) {
    out.push(tag);
    pushVarint(out, value);
  }
  for (const [key, value] of headers) {
    const header: number[] = [];
    pushBytes(header, 0x0a, utf8.encode(key));
    pushBytes(header, 0x12, utf8.encode(value));
    pushBytes(out, 0x2a, Uint8Array.from(header));
  }
  if (payload !== undefined) {
    pushBytes(out, 0x42, payload);
  }
  return Uint8Array.from(out);
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

function readVarint(cursor: Cursor): bigint {
  let value = 0n;
  for (let index = 0; index < 10; index += 1) {
    const byte = cursor.bytes[cursor.at];
    if (byte === undefined) {
      throw new TypeError("the frame is cut off");
    }
    cursor.at += 1;
    value |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if (byte < 0x80) {
      return BigInt.asUintN(64, value);
    }
  }
  throw new TypeError("a varint of the frame is too long");
}

/** Reads the fields of a message by their numbers; of a repeated field all. */
function readFields(bytes: Uint8Array): Map<number, (bigint | Uint8Array)[]> {
  const fields = new Map<number, (bigint | Uint8Array)[]>();
  const cursor: Cursor = { bytes, at: 0 };
  while (cursor.at < bytes.length) {
    const key = readVarint(cursor);
    const number = Number(key >> 3n);
    const wire = key & 7n;
    let value: bigint | Uint8Array;
    if (wire === 0n) {
      value = readVarint(cursor);
    } else if (wire === 2n) {
      const length = Number(readVarint(cursor));
      if (cursor.at + length > bytes.length) {
        throw new TypeError("the frame is cut off");
      }
      value = bytes.subarray(cursor.at, cursor.at + length);
      cursor.at += length;
    } else {
      throw new TypeError(`the frame has a field of wire type ${wire}`);
    }
    fields.set(number, [...(fields.get(number) ?? []), value]);
  }
  return fields;
}

function integer(value: bigint | Uint8Array | undefined, name: string): bigint {
  if (typeof value !== "bigint") {
    throw new TypeError(`the frame has no ${name}, which is required`);
  }
  return value;
}

function bytesOf(value: bigint | Uint8Array | undefined, name: string): Uint8Array {
  if (!(value instanceof Uint8Array)) {
    throw new TypeError(`the frame has no ${name}`);
  }
  return value;
}

/**
 * Reads a client's frame.
 *
 * @throws {TypeError} It is no frame, or a required field is missing.
 */
export function readFrame(bytes: Uint8Array): GatewayFrame {
  const fields = readFields(bytes);
  const [payload] = fields.get(8) ?? [];
  return {
    seqId: integer(fields.get(1)?.[0], "SeqID"),
    logId: integer(fields.get(2)?.[0], "LogID"),
    service: Number(BigInt.asIntN(32, integer(fields.get(3)?.[0], "service"))),
    method: Number(integer(fields.get(4)?.[0], "method")),
    headers: (fields.get(5) ?? []).map((value) => {
      const header = readFields(bytesOf(value, "header"));
      return [
        text.decode(bytesOf(header.get(1)?.[0], "header key")),
        text.decode(bytesOf(header.get(2)?.[0], "header value")),
      ];
    }),
    ...(payload === undefined ? {} : { payload: Uint8Array.from(bytesOf(payload, "payload")) }),
  };
}
