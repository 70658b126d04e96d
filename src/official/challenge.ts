import { parseObject } from "../base/index.ts";
import { createUrlCheck, isChallenge, textOfCheck, URL_VERIFICATION, unsignedTries } from "../callback/index.ts";
import { fromBase64 } from "../crypto/index.ts";
import { open } from "./aes.ts";

/** The plain check in an unsigned, encrypted body, by the rules of the dispatcher. */
function openCheck(encrypt: string, encryptKey: string): object | undefined {
  const { read, judge } = createUrlCheck([]);
  const sealed = read(encrypt, fromBase64);
  if (!sealed || !unsignedTries.take()) {
    return undefined;
  }
  const plain = open(encryptKey, sealed, { disablePadding: true });
  return judge(plain) ? parseObject(textOfCheck(plain)) : undefined;
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
 * @see https://github.com/larksuite/node-sdk
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
  const isCheck = type === URL_VERIFICATION && isChallenge(challenge);
  return { isChallenge: isCheck, challenge: { challenge: isCheck ? challenge : undefined } };
}
