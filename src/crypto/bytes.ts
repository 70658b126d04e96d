const encoder: TextEncoder = /* @__PURE__ */ new TextEncoder();
const strictDecoder: TextDecoder = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true });
const decoder: TextDecoder = /* @__PURE__ */ new TextDecoder();

/** Bytes that are not backed by shared memory, as WebCrypto requires. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Text to UTF-8 bytes. */
export const toUtf8 = (text: string): Bytes => encoder.encode(text);

/**
 * UTF-8 bytes to text; a byte order mark at the start is dropped.
 *
 * @throws {TypeError} The bytes are not valid UTF-8.
 */
export const fromUtf8 = (bytes: Uint8Array): string => strictDecoder.decode(bytes);

/** UTF-8 bytes to text; empty for `undefined`. Invalid bytes become U+FFFD, and a byte order mark at the start is dropped. */
export const toText = (bytes: Uint8Array | undefined): string => decoder.decode(bytes);

/** Bytes to lower-case hex: `00ff` for `[0, 255]`. */
export function toHex(bytes: Uint8Array): string {
  let hex = "";
  for (const byte of bytes) {
    hex += (byte + 256).toString(16).slice(1);
  }
  return hex;
}

/** Hex of either case to bytes, or `undefined` for an odd length or another character. */
export function fromHex(hex: string): Bytes | undefined {
  return /^(?:[\da-f]{2})*$/i.test(hex)
    ? Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
    : undefined;
}

const toBinary = (bytes: Uint8Array): string => {
  let text = "";
  for (const byte of bytes) {
    text += String.fromCharCode(byte);
  }
  return text;
};

/** Bytes to base64 of the standard alphabet, padded. */
export const toBase64 = (bytes: Uint8Array): string => btoa(toBinary(bytes));

/**
 * Base64 to bytes, or `undefined` unless it is canonical: standard alphabet, padded, no white space, unused bits zero.
 */
export function fromBase64(text: string): Bytes | undefined {
  const host = Uint8Array as { fromBase64?: (text: string, options: { lastChunkHandling: "strict" }) => Bytes };
  try {
    if (host.fromBase64) {
      // Built into new hosts, and twice as fast. It is strict but for white space.
      return /\s/.test(text) ? undefined : host.fromBase64(text, { lastChunkHandling: "strict" });
    }
    // `atob` forgives a lot; what it gives back in another form was not canonical.
    const binary = atob(text);
    // A loop: `Uint8Array.from` takes ten times as long.
    const bytes = new Uint8Array(binary.length);
    for (let at = 0; at < binary.length; at++) {
      bytes[at] = binary.charCodeAt(at);
    }
    return btoa(binary) === text ? bytes : undefined;
  } catch {}
}

/** Byte strings and texts joined into one. */
export function join(given: readonly (Uint8Array | string)[]): Bytes {
  const parts = given.map((part) => (typeof part === "string" ? toUtf8(part) : part));
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The character code of a hexadecimal digit, found without a branch. */
const digit = (value: number): number => value + 48 + (39 & ((9 - value) >> 31));

/** Whether lower-case hex stands for these bytes, in a time that depends on their lengths only. It makes no text of them. */
export function isHexOf(hex: string, bytes: Uint8Array): boolean {
  let difference = hex.length ^ (2 * bytes.length);
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    difference |= (hex.charCodeAt(2 * at) ^ digit(byte >> 4)) | (hex.charCodeAt(2 * at + 1) ^ digit(byte & 15));
  }
  return !difference;
}

/** Whether two texts are equal, in a time that depends on their lengths only. */
export function equal(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at++) {
    difference |= a.charCodeAt(at) ^ b.charCodeAt(at);
  }
  return !difference;
}
