import {
  assertPositive,
  assertText,
  type CallbackRefusal,
  type JsonObject,
  LarkCallbackError,
  parseObject,
} from "../base/index.ts";
import {
  type Bytes,
  equal,
  fromBase64,
  fromUtf8,
  type HashName,
  hostCrypto,
  type Opener,
  toHex,
} from "../crypto/index.ts";
import { type CallbackOptions, DEFAULT_SIGNATURE_MAX_AGE_SECONDS, SIGNATURE_FUTURE_SKEW_SECONDS } from "./options.ts";

/** Reads one request header; the name comes in lower case. */
export type HeaderLookup = (name: string) => string | null | undefined;

/**
 * Verifies requests of one app: resolves to the plain body.
 *
 * A body of type `url_verification` wants its `challenge` back; any other is an event or a callback.
 */
export type Verifier = (bytes: Bytes, header: HeaderLookup) => Promise<JsonObject>;

/** The body's type when the platform checks the URL. */
export const URL_VERIFICATION = "url_verification";

/** Refuses a request, for a reason that only the log is told. */
export function refuse(reason: CallbackRefusal): never {
  throw new LarkCallbackError(reason);
}

const parse = (bytes: Uint8Array): JsonObject => parseObject(fromUtf8(bytes)) ?? refuse("invalid_body");

/** Whether a plain body has the shape of the old card callback, which carries no event type and is never encrypted. */
export function isOldCard(body: JsonObject): boolean {
  // As JSON an object begins with a brace: an array and a text do not.
  return /^{/.test(JSON.stringify(body.action)) && !!body.open_message_id && !body.header && !body.type;
}

/**
 * Makes the function that decides what to believe, in the order of `ARCHITECTURE.md`, "The trust boundary"; none if
 * there is nothing to decide by.
 *
 * It rejects with a {@link LarkCallbackError} whose reason is for the log. The sender must not learn it: a caller that
 * answers differently for a wrong padding than for a wrong signature tells a forger how to go on.
 */
export function createVerifier(options: CallbackOptions): Verifier | undefined {
  for (const name of ["encryptKey", "verificationToken"]) {
    if (name in options) {
      assertText(options, name);
    }
  }
  const {
    encryptKey: key,
    verificationToken: token,
    allowUnverified,
    signatureMaxAgeSeconds: maxAge = DEFAULT_SIGNATURE_MAX_AGE_SECONDS,
    crypto = hostCrypto(),
    now = Date.now,
  } = options;
  assertPositive("signatureMaxAgeSeconds", maxAge);
  const open = allowUnverified === true;
  if (!key && !token && !open) {
    return undefined;
  }
  // The opener, not its promise: on workerd a promise made in a request that ends early never settles.
  let opener: Opener | undefined;

  async function decrypt(sealed: string): Promise<JsonObject> {
    opener ??= crypto.opener((await crypto.digest("SHA-256", [key as string])) as Bytes);
    let plain: Uint8Array;
    try {
      // Where it is not base64 or too short, either this throws or the opener.
      const bytes = (crypto.fromBase64 ?? fromBase64)(sealed) as Bytes;
      plain = await opener(bytes.subarray(0, 16), bytes.subarray(16));
    } catch {
      refuse("decrypt_failed");
    }
    return parse(plain);
  }

  /** Decides about a body that its wrapping has proved already, or that only its token can prove. */
  function accept(body: JsonObject, proved: boolean): JsonObject {
    const { token: given } = Object(body.header ?? body);
    // A signed event needs no token, but one of another app is not for us.
    const isChallenge = body.type === URL_VERIFICATION;
    const needsNone = proved && (!token || (given === undefined && !isChallenge));
    if (!(token && typeof given === "string" ? equal(given, token) : needsNone)) {
      refuse("token_mismatch");
    }
    // It came in without a signature: without a challenge it must not pass for an event.
    return isChallenge && typeof body.challenge !== "string" ? refuse("invalid_body") : body;
  }

  return async (bytes, header) => {
    const signature = header("x-lark-signature");

    async function checkSignature(algorithm: HashName, secret: string): Promise<void> {
      const timestamp = header("x-lark-request-timestamp") ?? "";
      const age = now() / 1000 - Number(timestamp);
      if (!/^\d+$/.test(timestamp) || age > maxAge || age < -SIGNATURE_FUTURE_SKEW_SECONDS) {
        refuse("timestamp_outside_window");
      }
      const prefix = timestamp + (header("x-lark-request-nonce") ?? "") + secret;
      const digest = await crypto.digest(algorithm, [prefix, bytes]);
      // Hex of either case: the same bytes.
      if (!equal(`${signature}`.toLowerCase(), toHex(digest))) {
        refuse("signature_mismatch");
      }
    }

    const body = parse(bytes);
    const { encrypt } = body;
    if (typeof encrypt === "string") {
      if (!key) {
        refuse("encrypt_key_missing");
      }
      // Both at once, which on WebCrypto costs the time of one; the plaintext is not looked at before the signature held.
      const decrypting = decrypt(encrypt);
      decrypting.catch(() => {});
      if (signature != null) {
        await checkSignature("SHA-256", key);
      }
      const plain = await decrypting;
      if (signature == null && plain.type !== URL_VERIFICATION) {
        refuse("signature_missing");
      }
      return accept(plain, true);
    }
    if (token && isOldCard(body)) {
      await checkSignature("SHA-1", token);
      return body;
    }
    // The one named exception: a URL verification may come plain although a key is configured, with the right token.
    if (key && !(token && body.type === URL_VERIFICATION)) {
      refuse("not_encrypted");
    }
    return accept(body, open && !token);
  };
}
