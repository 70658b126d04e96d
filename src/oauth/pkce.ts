import { hostCrypto, toBase64 } from "../crypto/index.ts";

/** Bytes to base64 of the URL's alphabet, without padding. */
export const toBase64Url = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** A random text of 43 characters that fits a URL: 32 bytes. */
export const randomText = (): string => toBase64Url(crypto.getRandomValues(new Uint8Array(32)));

/**
 * The `code_challenge` of a `code_verifier`, by the method `S256`.
 *
 * @param codeVerifier - 43 to 128 letters, digits and `-._~`.
 * @throws {TypeError} It is something else. The message does not show it.
 * @see https://www.rfc-editor.org/rfc/rfc7636#section-4.2
 */
export async function codeChallenge(codeVerifier: string): Promise<string> {
  if (typeof codeVerifier !== "string" || !/^[\w.~-]{43,128}$/.test(codeVerifier)) {
    throw new TypeError("codeVerifier must be 43 to 128 letters, digits and -._~");
  }
  return toBase64Url(await hostCrypto().digest("SHA-256", [codeVerifier]));
}
