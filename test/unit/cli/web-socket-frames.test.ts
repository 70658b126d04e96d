import { describe, expect, it } from "vitest";
import { BINARY, CLOSE, createReader, PING, TEXT, writeMessage } from "../../../src/cli/emulator/web-socket-frames.ts";

/** A client's frame, which is masked. */
function clientFrame(opcode: number, payload: Uint8Array, { isLast = true } = {}): Uint8Array {
  const plain = writeMessage(opcode, payload);
  const size = plain.length - payload.length;
  const bytes = new Uint8Array(plain.length + 4);
  bytes.set(plain.subarray(0, size));
  bytes[0] = (isLast ? 0x80 : 0) | opcode;
  bytes[1] = (bytes[1] ?? 0) | 0x80;
  const mask = [1, 2, 3, 250];
  bytes.set(mask, size);
  payload.forEach((byte, at) => {
    bytes[size + 4 + at] = byte ^ (mask[at & 3] ?? 0);
  });
  return bytes;
}

const sizes = [0, 1, 125, 126, 127, 65_535, 65_536];

describe("messages of a client", () => {
  it.each(sizes)("of %i bytes are read", (size) => {
    const payload = new Uint8Array(size).map((_, at) => at);
    expect(createReader()(clientFrame(BINARY, payload))).toEqual([{ opcode: BINARY, payload }]);
  });

  it("are read from chunks that end anywhere", () => {
    const payload = new Uint8Array(130).fill(7);
    const bytes = clientFrame(BINARY, payload);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const read = createReader();
      expect([...read(bytes.subarray(0, cut)), ...read(bytes.subarray(cut))]).toEqual([{ opcode: BINARY, payload }]);
    }
  });

  it("in fragments are joined, also around a ping", () => {
    const read = createReader();
    const part = (text: string) => new TextEncoder().encode(text);
    expect(read(clientFrame(TEXT, part("he"), { isLast: false }))).toEqual([]);
    expect(read(clientFrame(PING, part("p")))).toEqual([{ opcode: PING, payload: part("p") }]);
    expect(read(clientFrame(0, part("llo")))).toEqual([{ opcode: TEXT, payload: part("hello") }]);
    expect(read(clientFrame(CLOSE, new Uint8Array()))).toEqual([{ opcode: CLOSE, payload: new Uint8Array() }]);
  });

  it.each([
    ["not masked", writeMessage(BINARY, new Uint8Array(9))],
    ["with an extension", Uint8Array.of(0xc2, 0x80, 0, 0, 0, 0)],
    ["of 2^40 bytes", Uint8Array.of(0x82, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)],
  ])("%s are refused", (_, bytes) => {
    expect(() => createReader()(bytes)).toThrow(TypeError);
  });
});

it.each(sizes)("a message of %i bytes is written with the shortest length", (size) => {
  const bytes = writeMessage(BINARY, new Uint8Array(size).fill(9));
  expect(bytes.length - size).toBe(size < 126 ? 2 : size < 65_536 ? 4 : 10);
  expect(bytes[0]).toBe(0x82);
});
