import type { Bytes } from "./bytes.ts";

/** A value, or the promise of one: native hosts answer at once, WebCrypto later. */
export type MaybePromise<T> = T | Promise<T>;

/** Decrypts AES-256-CBC under one key; throws or rejects when the length is wrong, or the padding where it is checked. */
export type Opener = (iv: Bytes, sealed: Bytes) => MaybePromise<Uint8Array>;

/** A hash, by WebCrypto's name. */
export type HashName = "SHA-256" | "SHA-1";

/** What receiving a callback takes. */
export interface CryptoProvider {
  /** The hash of the parts joined, texts as UTF-8: SHA-256 of `abc` starts `ba7816bf`, SHA-1 of `abc` starts `a9993e36`. */
  digest(algorithm: HashName, parts: readonly (Bytes | string)[]): MaybePromise<Uint8Array>;
  /**
   * Prepares decryption. CBC has no integrity: verify first.
   *
   * @param key - 32 bytes.
   */
  opener(key: Bytes): Opener;
  /**
   * Prepares decryption without a check of the padding: the result is as long as the ciphertext, padding included.
   *
   * For ciphertexts that nothing has verified. The work depends on the length alone, and only a ciphertext that is no whole
   * number of blocks throws or rejects.
   *
   * @param key - 32 bytes.
   */
  rawOpener(key: Bytes): Opener;
  /** Strict base64 to bytes, where the host has something faster than `atob`. `undefined`: not canonical. */
  fromBase64?(text: string): Bytes | undefined;
}

/** What the sending side takes. Apart from {@link CryptoProvider}, so that a bot does not carry it. */
export interface SealingProvider {
  /** HMAC-SHA-256. The message may be empty. */
  hmacSha256(key: Bytes, message: Bytes): MaybePromise<Uint8Array>;
  /** Encrypts with AES-256-CBC and PKCS#7 padding. */
  seal(key: Bytes, iv: Bytes, plain: Bytes): MaybePromise<Uint8Array>;
}
