import { describe, expect, it } from "vitest";
import { decodeFrame, type Frame, headerOf } from "../../../src/long-connection/frame.ts";
import {
  createReassembly,
  MAX_PART_AGE_MS,
  MAX_PARTIAL_BYTES,
  MAX_PARTIAL_MESSAGES,
} from "../../../src/long-connection/reassembly.ts";
import { bytesOf, VECTORS } from "../../support/long-connection/vectors.ts";

const text = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes);

const part = (
  id: string,
  seq: number | string,
  sum: number | string,
  payload: string | Uint8Array = `${seq};`,
): Frame => ({
  seqId: 0n,
  logId: 0n,
  service: 1,
  method: 1,
  headers: [
    ["type", "event"],
    ["message_id", id],
    ["sum", `${sum}`],
    ["seq", `${seq}`],
  ],
  payload: typeof payload === "string" ? new TextEncoder().encode(payload) : payload,
});

describe("the vectors", () => {
  it.each(VECTORS.filter(({ input }) => input.op === "reassemble"))("$name", ({ input, expected }) => {
    const add = createReassembly(() => 0);
    const results = input.frames_hex.map((hex) => text(add(decodeFrame(bytesOf(hex)))));
    const at = results.findIndex((result) => result !== undefined);
    expect(at < 0 ? null : at + 1).toBe(expected.complete_after);
    expect(results[at] ?? null).toBe(expected.payload_utf8);
  });

  it.each(VECTORS.filter(({ input }) => input.op === "reassemble_many"))("$name", ({ input, expected }) => {
    const add = createReassembly(() => 0);
    const completed = input.frames_hex.flatMap((hex, index) => {
      const frame = decodeFrame(bytesOf(hex));
      const payload = text(add(frame));
      const message_id = headerOf(frame, "message_id");
      return payload === undefined ? [] : [{ message_id, at_frame: index + 1, payload_utf8: payload }];
    });
    expect(completed).toEqual(expected.completed);
  });
});

describe("parts", () => {
  it("are whole without sum and seq, and with a sum of 0 or 1", () => {
    const add = createReassembly(() => 0);
    expect(text(add({ ...part("a", 0, 1, "x"), headers: [] }))).toBe("x");
    expect(text(add(part("a", 0, 1, "y")))).toBe("y");
    expect(text(add(part("a", 0, 0, "z")))).toBe("z");
    expect(text(add({ ...part("a", 0, 1), payload: undefined }))).toBe("");
  });

  it.each([
    ["a", 3],
    [0, "many"],
    [3, 3],
    [-1, 3],
    [0.5, 3],
    [0, -2],
    [0, 1e9],
    [0, "Infinity"],
  ])("with seq %s of %s are refused", (seq, sum) => {
    expect(() => createReassembly(() => 0)(part("a", seq, sum))).toThrow(TypeError);
  });

  it("start anew when the number of parts changes", () => {
    const add = createReassembly(() => 0);
    expect(add(part("a", 0, 2))).toBeUndefined();
    expect(add(part("a", 1, 3))).toBeUndefined();
    expect(add(part("a", 0, 3))).toBeUndefined();
    expect(text(add(part("a", 2, 3)))).toBe("0;1;2;");
  });

  it("that are too old are dropped", () => {
    let now = 0;
    const add = createReassembly(() => now);
    add(part("a", 0, 2));
    now = MAX_PART_AGE_MS + 1;
    // Looked for when another part comes.
    add(part("b", 0, 2));
    expect(add(part("a", 1, 2))).toBeUndefined();
    expect(text(add(part("a", 0, 2)))).toBe("0;1;");
    expect(text(add(part("b", 1, 2)))).toBe("0;1;");
  });

  it("of too many messages are dropped, the oldest first", () => {
    const add = createReassembly(() => 0);
    for (let id = 0; id <= MAX_PARTIAL_MESSAGES; id++) {
      add(part(`${id}`, 0, 2));
    }
    expect(text(add(part("1", 1, 2)))).toBe("0;1;");
    expect(add(part("0", 1, 2))).toBeUndefined();
  });

  it("of too many bytes are dropped, and the bytes of messages that are complete no longer count", () => {
    const add = createReassembly(() => 0);
    const half = new Uint8Array(MAX_PARTIAL_BYTES / 2);
    for (let id = 0; id < 5; id++) {
      add(part(`${id}`, 0, 2, half));
      expect(add(part(`${id}`, 1, 2, half))).toHaveLength(MAX_PARTIAL_BYTES);
    }
    add(part("a", 0, 3, half));
    add(part("b", 0, 2, half));
    add(part("c", 0, 2, "c"));
    expect(add(part("b", 1, 2, ""))).toHaveLength(MAX_PARTIAL_BYTES / 2);
    expect(add(part("a", 1, 3))).toBeUndefined();
    expect(add(part("a", 2, 3))).toBeUndefined();
  });
});
