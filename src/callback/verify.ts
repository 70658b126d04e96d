import { type Bytes, equal, fromBase64, fromUtf8, type Opener, toHex, toUtf8 } from "../crypto/index.ts";
import { type CallbackRefusal, LarkCallbackError } from "../errors.ts";
import { type Secrets, SIGNATURE_FUTURE_SKEW_SECONDS } from "./secrets.ts";

/** Reads one request header; the name comes in lower case. */
export type HeaderLookup = (name: string) => string | null | undefined;

/** Own fields of a JSON object. Keys are data, whatever they are called. */
export type JsonObject = Record<string, unknown>;

/** A request that may be trusted. */
export interface Verified {
  /** The challenge to answer, for a URL verification; otherwise the request is an event or a callback. */
  readonly challenge?: string;
  /** The plain body. Without the verification token, which proved it. */
  readonly body: JsonObject;
}

/** Verifies requests of one app. */
export type Verifier = (bytes: Bytes, header: HeaderLookup) => Promise<Verified>;

function refuse(reason: CallbackRefusal): never {
  throw new LarkCallbackError(reason);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(bytes: Uint8Array): JsonObject {
  let text = "";
  let value: unknown;
  try {
    text = fromUtf8(bytes);
  } catch {
    refuse("invalid_utf8");
  }
  try {
    value = JSON.parse(text);
  } catch {
    refuse("invalid_json");
  }
  return isObject(value) ? value : refuse("invalid_body");
}

/** Compares what came in with what it should be, in constant time. */
function same(given: unknown, expected: string): boolean {
  return typeof given === "string" && equal(toUtf8(given), toUtf8(expected));
}

/** The verification token of a body: beside the event in schema 1.0, in the header in 2.0. */
function takeToken(body: JsonObject): unknown {
  const place = isObject(body.header) ? body.header : body;
  const { token } = place;
  // It has done its work. Handlers log what they get, and nothing behind this line needs it.
  delete place.token;
  return token;
}

/** Whether a plain body has the shape of the old card callback, which carries no event type and is never encrypted. */
export function isOldCard(body: JsonObject): boolean {
  return isObject(body.action) && typeof body.open_message_id === "string" && !("header" in body) && !("type" in body);
}

/**
 * Makes the function that decides what to believe, in the order of `ARCHITECTURE.md`, "The trust boundary".
 *
 * It rejects with a {@link LarkCallbackError} whose reason is for the log. The sender must not learn it: a caller that
 * answers differently for a wrong padding than for a wrong signature tells a forger how to go on.
 */
export function createVerifier({ key, token, open, maxAgeSeconds, crypto, now }: Secrets): Verifier {
  // The opener, not its promise: on workerd a promise made in a request that ends early never settles.
  let opener: Opener | undefined;

  async function decrypt(sealed: string): Promise<JsonObject> {
    const bytes = (crypto.fromBase64 ?? fromBase64)(sealed);
    if (!bytes || bytes.length < 32 || bytes.length % 16) {
      refuse("decrypt_failed");
    }
    opener ??= crypto.opener(new Uint8Array(await crypto.digest("SHA-256", [key as Bytes])));
    let plain: Uint8Array;
    try {
      plain = await opener(bytes.subarray(0, 16), bytes.subarray(16));
    } catch {
      refuse("decrypt_failed");
    }
    return parse(plain);
  }

  async function checkSignature(
    algorithm: "SHA-256" | "SHA-1",
    secret: Bytes,
    bytes: Bytes,
    header: HeaderLookup,
  ): Promise<void> {
    const timestamp = header("x-lark-request-timestamp") ?? "";
    const age = now() / 1000 - Number(timestamp);
    if (!/^\d+$/.test(timestamp) || age > maxAgeSeconds || age < -SIGNATURE_FUTURE_SKEW_SECONDS) {
      refuse("timestamp_outside_window");
    }
    const prefix = toUtf8(timestamp + (header("x-lark-request-nonce") ?? ""));
    const digest = await crypto.digest(algorithm, [prefix, secret, bytes]);
    // Hex of either case: the same bytes.
    if (!same(header("x-lark-signature")?.toLowerCase(), toHex(digest))) {
      refuse("signature_mismatch");
    }
  }

  /** Decides about a body that its wrapping has proved already, or that only its token can prove. */
  function accept(body: JsonObject, given: unknown, proved: boolean): Verified {
    const right = token !== undefined && same(given, token);
    if (body.type === "url_verification") {
      if (!right && (token !== undefined || !proved)) {
        refuse("token_mismatch");
      }
      return typeof body.challenge === "string" ? { challenge: body.challenge, body } : refuse("invalid_body");
    }
    // A signed body needs no token, but one of another app is not for us.
    if (!right && (!proved || (token !== undefined && given !== undefined))) {
      refuse("token_mismatch");
    }
    return { body };
  }

  return async (bytes, header) => {
    const body = parse(bytes);
    const { encrypt } = body;
    if (typeof encrypt === "string") {
      if (!key) {
        refuse("encrypt_key_missing");
      }
      const signed = header("x-lark-signature") != null;
      // Both at once, which on WebCrypto costs the time of one; the plaintext is not looked at before the signature held.
      const decrypting = decrypt(encrypt);
      decrypting.catch(() => {});
      if (signed) {
        await checkSignature("SHA-256", key, bytes, header);
      }
      const plain = await decrypting;
      if (!signed && plain.type !== "url_verification") {
        refuse("signature_missing");
      }
      return accept(plain, takeToken(plain), true);
    }
    if (isOldCard(body)) {
      if (token !== undefined) {
        await checkSignature("SHA-1", toUtf8(token), bytes, header);
      } else if (!open || key) {
        refuse(key ? "not_encrypted" : "not_configured");
      }
      return { body };
    }
    const given = takeToken(body);
    // The one named exception: a URL verification may come plain although a key is configured, with the right token.
    if (key && !(token !== undefined && body.type === "url_verification")) {
      refuse("not_encrypted");
    }
    return accept(body, given, open && token === undefined);
  };
}
