import { assertPositive, isTooDeep, type JsonObject, parseObject } from "../base/index.ts";
import {
  type Bytes,
  equal,
  fromBase64,
  fromUtf8,
  hostCrypto,
  isHexOf,
  type MaybePromise,
  type Opener,
} from "../crypto/index.ts";
import { isJson } from "./body.ts";
import { isOldCard, readEnvelope } from "./envelope.ts";
import { type CallbackOptions, DEFAULT_SIGNATURE_MAX_AGE_SECONDS, SIGNATURE_FUTURE_SKEW_SECONDS } from "./options.ts";
import { unsignedTries } from "./rate-limit.ts";
import { readSecrets } from "./secrets.ts";
import { createUrlCheck, isChallenge, textOfCheck, URL_VERIFICATION } from "./url-check.ts";
import { refuse, type Verdict } from "./verdict.ts";

/** Reads one request header; the name comes in lower case. */
export type HeaderLookup = (name: string) => string | null | undefined;

/** Reads the body of a request; `undefined` if it has more bytes than that. */
export type ReadBody = (maxBytes: number) => MaybePromise<Bytes | undefined>;

/**
 * Decides about the requests of one app.
 *
 * @throws {LarkCallbackError} The request is not to be trusted, or not readable. Its reason is for the log, and the sender must
 *   not see it: a caller that answers differently for a wrong padding than for a wrong signature shows a forger how to
 *   go on. Whatever else is thrown means the same.
 */
export type Verifier = (read: ReadBody, header: HeaderLookup) => Promise<Verdict>;

/** The most that is read of a body that can be nothing but a URL check. A check has 300 bytes. */
const MAX_UNSIGNED_BYTES = 16_384;
/** How deep a body that nothing has proved may be nested. No event comes near it. */
const MAX_UNPROVED_DEPTH = 100;
const BLOCK = 16;

const parse = (text: string): JsonObject => parseObject(text) ?? refuse("invalid_body");

/**
 * Makes the function that decides what to believe, in the order of `ARCHITECTURE.md`, "The trust boundary"; none if
 * there is nothing to decide by.
 *
 * @param handlesOldCards - Whether a handler for the old card callback is registered now.
 * @throws {TypeError} A secret is present but empty, or there are more than three.
 */
export function createVerifier(options: CallbackOptions, handlesOldCards: () => boolean): Verifier | undefined {
  const keys = readSecrets(options, "encryptKey");
  const tokens = readSecrets(options, "verificationToken");
  const {
    allowUnverified,
    urlVerification = true,
    oldCards = true,
    signatureMaxAgeSeconds: maxAge = DEFAULT_SIGNATURE_MAX_AGE_SECONDS,
    crypto = hostCrypto(),
    now = Date.now,
  } = options;
  assertPositive("signatureMaxAgeSeconds", maxAge);
  const hasKey = keys.length > 0;
  const hasToken = tokens.length > 0;
  // Environments give the text "false": it turns nothing on, and turns off a default that is on.
  const open = allowUnverified === true && !hasKey && !hasToken;
  const answersUrlChecks = urlVerification === true;
  if (!open && !hasKey && !hasToken) {
    return undefined;
  }
  const decode = crypto.fromBase64 ?? fromBase64;
  const urlCheck = createUrlCheck(tokens);
  // The openers, not their promises: on workerd a promise made in a request that ends early never settles.
  // A map for each kind: a name joined of kind and key has to be hashed for each event.
  const openers = { opener: new Map<string, Opener>(), rawOpener: new Map<string, Opener>() };

  async function decrypt(kind: "opener" | "rawOpener", key: string, bytes = new Uint8Array()): Promise<Uint8Array> {
    try {
      const known = openers[kind];
      const opener = known.get(key) ?? crypto[kind]((await crypto.digest("SHA-256", [key])) as Bytes);
      known.set(key, opener);
      return await opener(bytes.subarray(0, BLOCK), bytes.subarray(BLOCK));
    } catch {
      return refuse("decrypt_failed");
    }
  }

  /** Accepts a plain body, which its wrapping has proved already or only its token can prove. */
  function accept(body: JsonObject, proved: boolean): Verdict {
    const { token: given } = Object(body.header ?? body);
    const { type, challenge } = body;
    const isCheck = type === URL_VERIFICATION;
    // A signed event needs no token, but one of another app is not for us.
    const needsNone = proved && (!hasToken || (given === undefined && !isCheck));
    if (!needsNone && !tokens.some((token) => typeof given === "string" && equal(given, token))) {
      refuse("token_mismatch");
    }
    if (!isCheck) {
      return readEnvelope(body);
    }
    // Without a challenge it is no event either: it may have come in unsigned.
    if (typeof challenge !== "string") {
      refuse("invalid_body");
    }
    return answersUrlChecks && isChallenge(challenge) ? { kind: "challenge", challenge } : refuse("challenge_refused");
  }

  /** Decides about what came encrypted and unsigned, which nothing may but the platform's check of the URL. */
  async function judgeUnsigned(encrypt: string): Promise<Verdict> {
    const sealed = answersUrlChecks && urlCheck.read(encrypt, decode);
    if (!sealed) {
      return refuse("signature_missing");
    }
    if (!unsignedTries.take()) {
      refuse("too_many_url_checks");
    }
    const plains: Uint8Array[] = [];
    // A bit for each key. Nothing branches on them before the last is known.
    let verdicts = 0;
    for (const key of keys) {
      const plain = await decrypt("rawOpener", key, sealed);
      verdicts |= urlCheck.judge(plain) << plains.length;
      plains.push(plain);
    }
    // A zero has 32 leading zeros, and there is no plain text at -1.
    const plain = plains[31 - Math.clz32(verdicts)];
    const body = plain && parse(textOfCheck(plain));
    if (body?.type !== URL_VERIFICATION) {
      return refuse("signature_missing");
    }
    const verdict = accept(body, true);
    // A genuine check was no try.
    unsignedTries.giveBack();
    return verdict;
  }

  return async (read, header) => {
    if (!isJson(header("content-type") || "text/json")) {
      refuse("not_json");
    }
    const given = header("x-lark-signature");
    const timestamp = header("x-lark-request-timestamp") ?? "";
    const age = now() / 1000 - Number(timestamp);
    const inWindow = /^\d+$/.test(timestamp) && age <= maxAge && age >= -SIGNATURE_FUTURE_SKEW_SECONDS;
    const unproved = inWindow ? "signature_mismatch" : "timestamp_outside_window";
    // Hex of either case: the same bytes.
    const signature = `${given}`.toLowerCase();
    const takesOldCards = oldCards === true && (open || handlesOldCards());
    // By its length: SHA-1 with a token, as old cards are signed, or SHA-256 with a key.
    const isCard = signature.length === 40;
    const secrets = inWindow ? (isCard ? (takesOldCards ? tokens : []) : signature.length === 64 ? keys : []) : [];
    const canBeEvent = !hasKey || secrets.length;
    const bytes = (await read(canBeEvent ? Number.POSITIVE_INFINITY : MAX_UNSIGNED_BYTES)) ?? refuse("too_large");
    let signer: string | undefined;
    for (const secret of secrets) {
      const parts = [timestamp + (header("x-lark-request-nonce") ?? "") + secret, bytes];
      if (isHexOf(signature, await crypto.digest(isCard ? "SHA-1" : "SHA-256", parts))) {
        signer = secret;
      }
    }
    const text = fromUtf8(bytes);
    if (!signer && !open) {
      // A megabyte that nothing proves is refused before it is parsed, which costs more than all the rest.
      if (bytes.length > MAX_UNSIGNED_BYTES && (hasKey || !tokens.some((token) => text.includes(token)))) {
        refuse(hasKey ? unproved : "token_mismatch");
      }
    }
    const body = !signer && isTooDeep(bytes, MAX_UNPROVED_DEPTH) ? refuse("invalid_body") : parse(text);
    const { encrypt } = body;
    if (typeof encrypt === "string") {
      if (!hasKey) {
        refuse("encrypt_key_missing");
      }
      // A signed body was encrypted by the platform. The answer to an unsigned body must reveal nothing of its content.
      if (signer && !isCard) {
        return accept(parse(fromUtf8(await decrypt("opener", signer, decode(encrypt)))), true);
      }
      return given == null ? judgeUnsigned(encrypt) : refuse(unproved);
    }
    const isOld = isOldCard(body);
    // Two may come plain although a key is configured: an old card, and a URL check with the right token.
    if (hasKey && !(hasToken && (isOld || body.type === URL_VERIFICATION))) {
      refuse("not_encrypted");
    }
    if (!isOld) {
      return accept(body, open);
    }
    if (!takesOldCards) {
      refuse("old_cards_off");
    }
    return open || (signer && isCard) ? readEnvelope(body) : refuse(unproved);
  };
}
