import type { CryptoProvider } from "../crypto/index.ts";

/** The largest request body that is read: 1 MiB. */
export const DEFAULT_MAX_BODY_BYTES = 1_048_576;

/** How long a body may take to arrive. The platform itself gives up after three seconds. */
export const BODY_TIMEOUT_MS = 5_000;

/** How long a signature is accepted: eight hours, since the last redelivery comes six hours after the one before. */
export const DEFAULT_SIGNATURE_MAX_AGE_SECONDS = 28_800;

/** How far a signature's timestamp may lie in the future: the clocks differ. */
export const SIGNATURE_FUTURE_SKEW_SECONDS = 300;

/** How callbacks are verified. */
export interface CallbackOptions {
  /**
   * The app's Encrypt Key (事件加密密钥), exactly as the developer console shows it.
   *
   * While the key is being changed, pass a list with the new and the old key, three at most. An empty entry is a
   * `TypeError`. Default: none; the verification token then decides.
   */
  encryptKey?: string | readonly string[] | undefined;
  /**
   * The app's Verification Token, or a list of at most three while it is being changed. An empty entry is a `TypeError`.
   * Default: none. Without an encrypt key and a token, every request is refused with 500.
   */
  verificationToken?: string | readonly string[] | undefined;
  /**
   * Answers the platform's check of the request URL. Default `true`.
   *
   * The check is the only request that may come without a signature where an encrypt key is set. `false` refuses it, once
   * the URL is saved in the developer console.
   */
  urlVerification?: boolean | undefined;
  /**
   * Accepts the old card callback ("message card request URL"), which is signed with SHA-1 and the verification token, while a
   * handler for it is registered. Default `true`; `false` refuses it always.
   */
  oldCards?: boolean | undefined;
  /** Accept callbacks without any proof. Only for a server that is not reachable from outside. Default `false`. */
  allowUnverified?: boolean | undefined;
  /** How old a signature may be, in seconds. Default 28,800. Not positive: a `RangeError`. */
  signatureMaxAgeSeconds?: number | undefined;
  /** The largest body that is read, in bytes. Default 1,048,576 (1 MiB). Not positive: a `RangeError`. */
  maxBodyBytes?: number | undefined;
  /** The crypto provider. Default: the host's. */
  crypto?: CryptoProvider | undefined;
  /** The clock, in milliseconds since the Unix epoch. Default `Date.now`. */
  now?: (() => number) | undefined;
}
