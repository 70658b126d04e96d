import { type Bytes, fromUtf8, toUtf8 } from "../crypto/index.ts";

/** The type of the body by which the platform checks a request URL. */
export const URL_VERIFICATION = "url_verification";

/** The shortest check: `{"challenge":"x","token":"","type":"url_verification"}` and its token. */
const MIN_CHARS = 54;
/** The same without a field for the token. */
const MIN_CHARS_BARE = 43;

/** The longest ciphertext of a check, in characters of base64: 256 bytes. The longest check known has 206. */
const MAX_CHARS = 344;
const BLOCK = 16;

/** Whether a challenge may be echoed. Every known challenge is made of letters, digits and dashes. */
export const isChallenge = (text: string): boolean => /^[\w-]{1,128}$/.test(text);

/** The text of a plain check that was judged to be one: its padding is right. */
export const textOfCheck = (plain: Uint8Array): string => fromUtf8(plain.subarray(0, -(plain.at(-1) as number)));

/** What may be decrypted without a signature, and what it must then be. */
export interface UrlCheck {
  /** Decodes a ciphertext that can hold a check, with its initialisation vector, by its length. Undefined for any other. */
  readonly read: (encrypt: string, decode: (text: string) => Bytes | undefined) => Bytes | undefined;
  /** 1 if these bytes are a check of ours, else 0. */
  readonly judge: (plain: Uint8Array) => number;
}

// The code below works on bytes that an attacker may have chosen, or captured. It branches on lengths alone, and its numbers
// stay small integers: `0 - n` and not `-n`, which makes a minus zero, that engines keep in another way.

/** 1 for zero and 0 for any other integer. */
const isZero = (n: number): number => 1 ^ ((n | (0 - n)) >>> 31);

/** 1 if a text is found in another, else 0. It compares at every position to the end. */
function contains(text: Uint8Array, part: Uint8Array): number {
  let found = 0;
  for (let start = 0; start + part.length <= text.length; start++) {
    let difference = 0;
    for (let at = 0; at < part.length; at++) {
      difference |= (text[start + at] as number) ^ (part[at] as number);
    }
    found |= isZero(difference);
  }
  return found;
}

/** 1 if bytes are printable ASCII with a proper padding, else 0. It reads every byte. */
function isPaddedText(bytes: Uint8Array): number {
  const end = bytes.length;
  const padding = bytes[end - 1] as number;
  // A negative number shifted so is -1, all bits set; any other is 0.
  let wrong = ((padding - 1) | (BLOCK - padding)) >> 31;
  for (let at = 0; at < end; at++) {
    const byte = bytes[at] as number;
    const inPadding = (end - padding - 1 - at) >> 31;
    const unprintable = ((byte - 0x20) | (0x7e - byte)) >> 31;
    wrong |= (inPadding & (byte ^ padding)) | (~inPadding & unprintable);
  }
  return isZero(wrong);
}

/**
 * Makes the judge of bytes that were decrypted without a signature.
 *
 * CBC has no integrity, so the sender may know parts of the plain text, and what he learns of the rest he can use: that a
 * padding is right, or that a text is printable, is enough to decrypt a captured message bit by bit. So this is one
 * verdict over all bytes (padding, printable ASCII, a token of ours, the type), which takes the same time whatever they are.
 *
 * @param tokens - The verification tokens. Without one the verdict is weaker: it then needs no secret but the key.
 */
export function createUrlCheck(tokens: readonly string[]): UrlCheck {
  const [type, ...known] = [URL_VERIFICATION, ...tokens].map((text) => toUtf8(`"${text}"`));
  const lengths = tokens.map(({ length }) => MIN_CHARS + length);
  const minBytes = BLOCK + (lengths.length ? Math.min(...lengths) : MIN_CHARS_BARE);
  return {
    read(encrypt, decode) {
      const sealed = encrypt.length > MAX_CHARS ? undefined : decode(encrypt);
      return sealed && sealed.length >= minBytes && sealed.length % BLOCK === 0 ? sealed : undefined;
    },
    judge(plain) {
      let hasToken = +!known.length;
      for (const token of known) {
        hasToken |= contains(plain, token);
      }
      return isPaddedText(plain) & contains(plain, type as Uint8Array) & hasToken;
    },
  };
}
