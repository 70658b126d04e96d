import { cbc } from "@noble/ciphers/aes.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { LarkCallbackError } from "../base/index.ts";
import { fromBase64, fromUtf8, toUtf8 } from "../crypto/index.ts";

/** An initialisation vector, and a block of AES. */
const BLOCK = 16;

/**
 * Decrypts a sealed text. Synchronous, unlike WebCrypto.
 *
 * @param options.disablePadding - Leaves the padding in the result, and does not check it.
 * @see https://github.com/larksuite/node-sdk
 */
export function open(encryptKey: string, sealed: Uint8Array, options?: { disablePadding: boolean }): Uint8Array {
  return cbc(sha256(toUtf8(encryptKey)), sealed.subarray(0, BLOCK), options).decrypt(sealed.subarray(BLOCK));
}

/**
 * Decrypts the `encrypt` field of an event, by the official SDK's name.
 *
 * Use it for a body whose signature you have verified. `EventDispatcher` does both.
 *
 * @throws {TypeError} The key is missing.
 * @example
 * new AESCipher(encryptKey).decrypt(body.encrypt); // '{"schema":"2.0",…}'
 * @see https://github.com/larksuite/node-sdk
 */
export class AESCipher {
  readonly #key: string;

  constructor(key: string) {
    if (!key || typeof key !== "string") {
      throw new TypeError("AESCipher: key must be the app's encrypt key, a text");
    }
    this.#key = key;
  }

  /**
   * Decrypts a text.
   *
   * @throws {LarkCallbackError} The text was not sealed with this key (`decrypt_failed`).
   */
  decrypt(encrypt: string): string {
    try {
      return fromUtf8(open(this.#key, fromBase64(encrypt) as Uint8Array));
    } catch {
      throw new LarkCallbackError("decrypt_failed");
    }
  }
}
