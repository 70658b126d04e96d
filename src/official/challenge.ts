import { parseObject } from "../base/index.ts";
import { createUrlCheck, MAX_UNSIGNED_CHARS, URL_VERIFICATION, unsignedTries } from "../callback/index.ts";
import { fromBase64, fromUtf8 } from "../crypto/index.ts";
import { openRaw } from "./aes.ts";

const BLOCK = 16;

/** The plain check in an unsigned, encrypted body, by the rules of the dispatcher. */
function openCheck(encrypt: string, encryptKey: string): object | undefined {
  const { minBytes, judge } = createUrlCheck([]);
  const sealed = encrypt.length <= MAX_UNSIGNED_CHARS && fromBase64(encrypt);
  if (!sealed || sealed.length < minBytes || sealed.length % BLOCK || !unsignedTries.take()) {
    return undefined;
  }
  const plain = openRaw(encryptKey, sealed);
  return judge(plain) ? parseObject(fromUtf8(plain.subarray(0, -(plain.at(-1) as number)))) : undefined;
}

/**
 * Reads the platform's check of a request URL, by the official SDK's name. `EventDispatcher` and the adapters answer the
 * check by themselves.
 *
 * An encrypted body is decrypted only if it can be a check: at most 256 bytes, two a second for each process. A longer body
 * is no challenge.
 *
 * @param data - The parsed body.
 * @throws {TypeError} The body is encrypted and there is no key.
 * @example
 * const { isChallenge, challenge } = generateChallenge(body, { encryptKey });
 * if (isChallenge) response.end(JSON.stringify(challenge));
 */
export function generateChallenge(
  data: unknown,
  options: { encryptKey: string },
): { isChallenge: boolean; challenge: { challenge: string | undefined } } {
  const { encrypt } = Object(data);
  const { encryptKey } = Object(options);
  if (typeof encrypt === "string" && !encryptKey) {
    throw new TypeError("generateChallenge: the body is encrypted, pass encryptKey");
  }
  const { type, challenge } = Object(typeof encrypt === "string" ? openCheck(encrypt, encryptKey) : data);
  const isChallenge = type === URL_VERIFICATION && /^[\w-]{1,128}$/.test(challenge);
  return { isChallenge, challenge: { challenge: isChallenge ? challenge : undefined } };
}
