// Encrypted bodies without a signature, in classes that a padding oracle would tell apart.
import { join, toBase64, toBytes } from "../support/platform-callbacks.ts";

type Bytes = Uint8Array<ArrayBuffer>;

export const ENCRYPT_KEY = "the-encrypt-key-under-attack";
export const TOKEN = "kEjLCrWmJWA95Ac7qqIZzeRHNS1Z6oiT";
/** A token of another app: as long as ours. */
const WRONG_TOKEN = "xEjLCrWmJWA95Ac7qqIZzeRHNS1Z6oiX";

const BLOCK = 16;

/** Encrypts whole blocks as they are, without adding a padding. */
export async function sealBlocks(blocks: Bytes, key = ENCRYPT_KEY): Promise<Bytes> {
  const digest = await crypto.subtle.digest("SHA-256", toBytes(key));
  const imported = await crypto.subtle.importKey("raw", digest, "AES-CBC", false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(BLOCK));
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-CBC", iv }, imported, blocks));
  return join(iv, sealed.subarray(0, blocks.length));
}

const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));
const printable = (length: number): Bytes => random(length).map((byte) => 0x20 + (byte % 0x5f)) as Bytes;
const put = (bytes: Bytes, text: string, at: number): Bytes => {
  bytes.set(toBytes(text), at);
  return bytes;
};
const pad = (bytes: Bytes, padding: number): Bytes => {
  bytes.fill(padding, bytes.length - Math.min(padding, BLOCK));
  return bytes;
};

/** Printable text with both words of a URL check in it; it needs 54 bytes more than nothing. */
const words = (length: number, token: string, type = '"url_verification"'): Bytes =>
  put(put(printable(length), `"${token}"`, 1), type, 36);

/** The plain blocks of each class, of one length. */
export const CLASSES: Record<string, (length: number) => Bytes> = {
  "random, good padding": (length) => pad(random(length), 1 + Math.floor(Math.random() * BLOCK)),
  "random, padding of 0": (length) => put(random(length), "\0", length - 1),
  "random, padding of 17": (length) => put(random(length), "\x11", length - 1),
  "random, padding of unequal bytes": (length) => put(random(length), "\x01\x02\x03\x03", length - 4),
  "printable, good padding": (length) => pad(printable(length), 1 + Math.floor(Math.random() * BLOCK)),
  "printable, a whole block of padding": (length) => pad(printable(length), BLOCK),
  "printable, no padding": printable,
  "printable but for its first byte, good padding": (length) => put(pad(printable(length), 5), "\x1f", 0),
  "the type and another token, good padding": (length) => pad(words(length, WRONG_TOKEN), 7),
  "the token and another type, good padding": (length) => pad(words(length, TOKEN, '"url_Verification"'), 7),
  "token and type, no padding": (length) => words(length, TOKEN),
  "token and type, good padding, one byte unprintable": (length) => put(pad(words(length, TOKEN), 7), "\x7f", 80),
  "an event's first block, then random, good padding": (length) => put(pad(random(length), 3), '{"schema":"2.0",', 0),
};

/** Bodies of a class, as they are sent. */
export async function makeBodies(make: (length: number) => Bytes, length: number, count: number): Promise<Bytes[]> {
  const bodies: Bytes[] = [];
  for (let left = count; left; left--) {
    bodies.push(toBytes({ encrypt: toBase64(await sealBlocks(make(length))) }));
  }
  return bodies;
}
