// WebCrypto only, on purpose not `src/crypto`: each is the other's oracle.

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

function toHex(bytes: ArrayBuffer): string {
  let out = "";
  for (const byte of new Uint8Array(bytes)) {
    out += byte.toString(16).padStart(2, "0");
  }
  return out;
}

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  // In slices: one call with all bytes as arguments overflows the stack on large bodies.
  for (let start = 0; start < bytes.length; start += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(binary);
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(first.length + second.length);
  out.set(first);
  out.set(second, first.length);
  return out;
}

/**
 * Encrypts an event body: base64 of the IV and the AES-256-CBC ciphertext, key SHA-256 of the encrypt key.
 *
 * With key `test key` and IV `3f7ef0f9564898d80f10ed5106127a46`, `hello world` becomes
 * `P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=`.
 *
 * @see https://open.feishu.cn/document/server-docs/event-subscription-guide/event-subscription-configure-/encrypt-key-encryption-configuration-case
 */
export async function encryptEvent(
  plaintext: string,
  encryptKey: string,
  iv: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", utf8(encryptKey));
  const key = await crypto.subtle.importKey("raw", digest, "AES-CBC", false, ["encrypt"]);
  const ciphertext = await crypto.subtle.encrypt({ name: "AES-CBC", iv }, key, utf8(plaintext));
  return toBase64(concat(iv, new Uint8Array(ciphertext)));
}

/**
 * Signs a body as the platform does: a hash of timestamp, nonce, secret and the raw bytes, in hex.
 *
 * Events: SHA-256 with the encrypt key. Old card callbacks: SHA-1 with the verification token.
 */
export async function signBody(
  algorithm: "SHA-256" | "SHA-1",
  timestamp: string,
  nonce: string,
  secret: string,
  body: Uint8Array,
): Promise<string> {
  return toHex(await crypto.subtle.digest(algorithm, concat(utf8(timestamp + nonce + secret), body)));
}

/** The headers of a signed body. */
export async function signatureHeaders(
  algorithm: "SHA-256" | "SHA-1",
  timestamp: string,
  nonce: string,
  secret: string,
  body: Uint8Array,
): Promise<Record<string, string>> {
  return {
    "x-lark-request-timestamp": timestamp,
    "x-lark-request-nonce": nonce,
    "x-lark-signature": await signBody(algorithm, timestamp, nonce, secret, body),
  };
}

/** The request of a sealed or signed body. */
export const postOf = (url: string, body: Uint8Array<ArrayBuffer>, headers: Record<string, string>): Request =>
  new Request(url, {
    method: "POST",
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body,
  });
