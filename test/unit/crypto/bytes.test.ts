import { describe, expect, test } from "vitest";
import {
  equal,
  fromBase64,
  fromHex,
  fromUtf8,
  isHexOf,
  join,
  toBase64,
  toHex,
  toUtf8,
} from "../../../src/crypto/index.ts";

const ALL = Uint8Array.from({ length: 256 }, (_, byte) => byte);

describe("hex", () => {
  test("of every byte comes back, from either case", () => {
    expect(toHex(ALL)).toBe(Buffer.from(ALL).toString("hex"));
    expect(fromHex(toHex(ALL))).toEqual(ALL);
    expect(fromHex(toHex(ALL).toUpperCase())).toEqual(ALL);
    expect(fromHex("")).toEqual(new Uint8Array());
  });

  test.each(["0", "abc", "0g", " 00", "00 ", "00\n", "0x00", "é0", "-1", "٠٠"])("%j is refused", (text) => {
    expect(fromHex(text)).toBeUndefined();
  });
});

describe("isHexOf", () => {
  const HEX = toHex(ALL);

  test("is true for the bytes' own hex only", () => {
    expect(isHexOf(HEX, ALL)).toBe(true);
    expect(isHexOf("", new Uint8Array())).toBe(true);
    for (let at = 0; at < HEX.length; at++) {
      for (const character of ["0", "f", "g", "/", ":", "`", "\0", "\x10", "A", "à", "İ"]) {
        const other = HEX.slice(0, at) + character + HEX.slice(at + 1);
        expect(isHexOf(other, ALL)).toBe(other === HEX);
      }
    }
  });

  test("is false for a text of another length", () => {
    expect(isHexOf(HEX.slice(0, -1), ALL)).toBe(false);
    expect(isHexOf(`${HEX}0`, ALL)).toBe(false);
    expect(isHexOf(`${HEX}00`, ALL)).toBe(false);
    expect(isHexOf("", ALL)).toBe(false);
    expect(isHexOf("0", new Uint8Array())).toBe(false);
  });
});

describe("base64", () => {
  test("of every byte comes back", () => {
    expect(toBase64(ALL)).toBe(Buffer.from(ALL).toString("base64"));
    expect(fromBase64(toBase64(ALL))).toEqual(ALL);
  });

  test("of a megabyte does not overflow the stack", () => {
    const large = new Uint8Array(1 << 20).fill(0xa5);
    // Not `toEqual`, which takes a second for each megabyte.
    expect(toHex(fromBase64(toBase64(large)) ?? new Uint8Array()) === toHex(large)).toBe(true);
  });
});

describe("UTF-8", () => {
  test("comes back, and a byte order mark is dropped", () => {
    expect(fromUtf8(toUtf8("你好 🚀"))).toBe("你好 🚀");
    expect(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe("a");
  });

  test.each([[[0xff]], [[0xc0, 0xaf]], [[0xed, 0xa0, 0x80]], [[0xe4, 0xbd]], [[0xf5, 0x80, 0x80, 0x80]]])(
    "%j is refused, and the next text is read",
    (bytes) => {
      expect(() => fromUtf8(Uint8Array.from(bytes))).toThrow(TypeError);
      expect(fromUtf8(toUtf8("good"))).toBe("good");
    },
  );
});

describe("equal", () => {
  const ALL_TEXT = String.fromCharCode(...ALL);

  test("is true for equal texts only", () => {
    expect(equal(ALL_TEXT, `${ALL_TEXT}`)).toBe(true);
    expect(equal("", "")).toBe(true);
    expect(equal("令牌🔑", "令牌🔑")).toBe(true);
    for (let at = 0; at < ALL_TEXT.length; at++) {
      const other = `${ALL_TEXT.slice(0, at)}${String.fromCharCode(ALL_TEXT.charCodeAt(at) ^ 1)}${ALL_TEXT.slice(at + 1)}`;
      expect(equal(ALL_TEXT, other)).toBe(false);
    }
  });

  test("is false for one that starts as the other, in both directions", () => {
    const longer = "\0".repeat(10);
    const shorter = "\0".repeat(9);
    expect(equal(longer, shorter)).toBe(false);
    expect(equal(shorter, longer)).toBe(false);
    expect(equal("", "\0")).toBe(false);
    expect(equal("\0", "")).toBe(false);
    expect(equal("\0".repeat(256), "\0".repeat(512))).toBe(false);
  });
});

test("join puts byte strings one after the other, and copies", () => {
  const part = Uint8Array.of(1, 2);
  const joined = join([part, new Uint8Array(), Uint8Array.of(3)]);
  expect(joined).toEqual(Uint8Array.of(1, 2, 3));
  part[0] = 9;
  expect(joined[0]).toBe(1);
  expect(join([])).toEqual(new Uint8Array());
});
