import { createHash } from "node:crypto";
import fc from "fast-check";
import protobuf from "protobufjs";
import { describe, expect, it } from "vitest";
import { decodeFrame, encodeFrame, type Frame, headerOf } from "../../../src/long-connection/frame.ts";
import { bytesOf, hexOf, toFrame, VECTORS, type VectorFrame } from "../../support/long-connection/vectors.ts";

const named = (name: string) => VECTORS.find((vector) => vector.name === name)?.input.frame as VectorFrame;
/** A frame without what it keeps for its answer. */
function read(bytes: Uint8Array): Frame {
  const { rawHeaders: _, ...frame } = decodeFrame(bytes);
  return frame;
}
const of = (op: string) => VECTORS.filter(({ input }) => input.op === op);

describe("the vectors", () => {
  it("are all 44", () => {
    expect(VECTORS).toHaveLength(44);
  });

  it.each(of("encode"))("$name", ({ input, expected }) => {
    const bytes = encodeFrame(toFrame(input.frame));
    if (expected.hex !== undefined) {
      expect(hexOf(bytes)).toBe(expected.hex);
      return;
    }
    expect(bytes).toHaveLength(expected.length);
    expect(hexOf(bytes).startsWith(expected.prefix_hex)).toBe(true);
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(expected.sha256);
  });

  it.each(of("decode"))("$name", ({ input, expected }) => {
    if (expected.error === undefined) {
      expect(read(bytesOf(input.hex))).toEqual(toFrame(expected.frame));
    } else {
      expect(() => decodeFrame(bytesOf(input.hex))).toThrow(TypeError);
    }
  });
});

const frames: fc.Arbitrary<Frame> = fc.record({
  seqId: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  logId: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  service: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  method: fc.integer({ min: 0, max: 1 }),
  headers: fc.array(fc.tuple(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" })), { maxLength: 5 }),
  payloadEncoding: fc.option(fc.string(), { nil: undefined }),
  payloadType: fc.option(fc.string(), { nil: undefined }),
  payload: fc.option(fc.uint8Array({ maxLength: 300 }), { nil: undefined }),
  logIdNew: fc.option(fc.string(), { nil: undefined }),
});

const { root } = protobuf.parse(`
  syntax = "proto2";
  message Header { required string key = 1; required string value = 2; }
  message Frame {
    required uint64 seqId = 1; required uint64 logId = 2; required int32 service = 3; required int32 method = 4;
    repeated Header headers = 5; optional string payloadEncoding = 6; optional string payloadType = 7;
    optional bytes payload = 8; optional string logIdNew = 9;
  }`);
const theirs = root.lookupType("Frame");

/** The frame as `protobufjs` takes it: a 64-bit number as two halves. */
const halves = (value: bigint) => ({
  low: Number(BigInt.asIntN(32, value)),
  high: Number(BigInt.asIntN(32, value >> 32n)),
  unsigned: true,
});
const forTheirs = ({ headers, seqId, logId, ...rest }: Frame) => ({
  ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
  seqId: halves(seqId),
  logId: halves(logId),
  headers: headers.map(([key, value]) => ({ key, value })),
});

describe("any frame", () => {
  it("is written as protobufjs writes it, and read back", () => {
    fc.assert(
      fc.property(frames, (frame) => {
        const bytes = encodeFrame(frame);
        expect(hexOf(bytes)).toBe(hexOf(theirs.encode(forTheirs(frame)).finish()));
        expect(read(bytes)).toEqual(frame);
        const { rawHeaders } = decodeFrame(bytes);
        expect(encodeFrame({ ...frame, headers: rawHeaders })).toEqual(bytes);
      }),
      { numRuns: 200 },
    );
  });

  it("is refused wherever it is cut, or read as a shorter frame whose fields are whole", () => {
    const whole: Frame = toFrame(named("encode-all-optional-fields"));
    const bytes = encodeFrame(whole);
    for (let end = 0; end < bytes.length; end++) {
      try {
        const part = decodeFrame(bytes.subarray(0, end));
        expect(part.headers).toEqual(whole.headers.slice(0, part.headers.length));
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
      }
    }
  });

  it("with bytes changed throws a TypeError or is read, and never anything else", () => {
    fc.assert(
      fc.property(
        frames,
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1 }),
        (frame, edits) => {
          const bytes = encodeFrame(frame);
          for (const [place, byte] of edits) {
            bytes[place % bytes.length] = byte;
          }
          try {
            decodeFrame(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(TypeError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("bad input", () => {
  it.each([
    ["a varint of eleven bytes", `08${"ff".repeat(10)}01`],
    ["a length of 2^63", "080010001800200042ffffffffffffffff7f"],
    ["a header that is no message", "08001000180020002a01ff"],
    ["a header without a key", "08001000180020002a0412026869"],
    ["a header without a value", "08001000180020002a030a0174"],
    ["an empty header", "08001000180020002a00"],
    ["a header that is a number", "08001000180020002805"],
    ["a SeqID that is text", "0a0130100018002000"],
    ["a payload that is a number", "08001000180020004005"],
    ["a text that is not UTF-8", "08001000180020003202fffe"],
    ["the end of a group", "080010001800200034"],
  ])("%s", (_, hex) => {
    expect(() => decodeFrame(bytesOf(hex))).toThrow(TypeError);
  });

  it("skips unknown fields of every wire type, also in a header", () => {
    const unknown = "5001" + "590102030405060708" + "6203616263" + "6d01020304";
    const header = "0a0174120176" + "1801";
    const bytes = bytesOf(`0800100018002000${unknown}2a08${header}`);
    expect(decodeFrame(bytes)).toMatchObject({ headers: [["t", "v"]] });
  });

  it.each([1, 2, 3, 4])("field %i is required", (missing) => {
    const hex = [1, 2, 3, 4]
      .filter((field) => field !== missing)
      .map((field) => `0${(field * 8).toString(16)}00`.slice(-4));
    expect(() => decodeFrame(bytesOf(hex.join("")))).toThrow(TypeError);
  });

  it("takes a payload of 32 MB without a copy", () => {
    const payload = new Uint8Array(32 * 1024 * 1024).fill(7);
    const bytes = encodeFrame({ seqId: 0n, logId: 0n, service: 0, method: 1, headers: [], payload });
    const read = decodeFrame(bytes).payload as Uint8Array;
    expect(read.length).toBe(payload.length);
    expect(read.buffer).toBe(bytes.buffer);
  });
});

describe("headerOf", () => {
  const frame: Frame = {
    seqId: 0n,
    logId: 0n,
    service: 0,
    method: 0,
    headers: [
      ["a", "1"],
      ["a", "2"],
      ["__proto__", "3"],
    ],
  };
  it("reads the last of a repeated key, and nothing that the frame does not hold", () => {
    expect(headerOf(frame, "a")).toBe("2");
    expect(headerOf(frame, "__proto__")).toBe("3");
    expect(headerOf(frame, "constructor")).toBeUndefined();
  });
});
