import { readFileSync } from "node:fs";
import type { Frame } from "../../../src/long-connection/frame.ts";

/** A frame as the vectors write it. */
export interface VectorFrame {
  seq_id: string;
  log_id: string;
  service: number;
  method: number;
  headers: { key: string; value: string }[];
  payload_encoding?: string;
  payload_type?: string;
  log_id_new?: string;
  payload_utf8?: string;
  payload_hex?: string;
  payload_pattern?: { prefix: string; letter: string; count: number; suffix: string };
}

/** A known answer. Which fields there are depends on `op`. */
export interface Vector {
  name: string;
  input: {
    op: "encode" | "decode" | "reassemble" | "reassemble_many" | "respond";
    frame: VectorFrame;
    hex: string;
    frames_hex: string[];
    request_hex: string;
    biz_rt: string;
    response?: { code: number };
    handler_result?: object;
  };
  expected: {
    hex?: string;
    frame: VectorFrame;
    error?: string;
    length: number;
    sha256: string;
    prefix_hex: string;
    payload_utf8: string | null;
    complete_after: number | null;
    completed: { message_id: string; at_frame: number; payload_utf8: string }[];
  };
}

const file = new URL("../../vectors/ws_frames.json", import.meta.url);
/** Written by protobufjs, by a hand-written encoder and by the official Node SDK's, which agree. */
export const VECTORS: readonly Vector[] = JSON.parse(readFileSync(file, "utf8"));

export const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));
export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const utf8 = (text: string) => new TextEncoder().encode(text);

function payloadOf({ payload_utf8, payload_hex, payload_pattern: pattern }: VectorFrame): Uint8Array | undefined {
  if (pattern) {
    return utf8(pattern.prefix + pattern.letter.repeat(pattern.count) + pattern.suffix);
  }
  return payload_hex === undefined
    ? payload_utf8 === undefined
      ? undefined
      : utf8(payload_utf8)
    : bytesOf(payload_hex);
}

/** A frame of the vectors in our shape. */
export const toFrame = (given: VectorFrame): Frame => ({
  seqId: BigInt(given.seq_id),
  logId: BigInt(given.log_id),
  service: given.service,
  method: given.method,
  headers: given.headers.map(({ key, value }) => [key, value] as const),
  payloadEncoding: given.payload_encoding,
  payloadType: given.payload_type,
  payload: payloadOf(given),
  logIdNew: given.log_id_new,
});
