import type { CryptoProvider } from "../crypto/index.ts";

/** The largest request body that is read: 1 MiB. */
export const DEFAULT_MAX_BODY_BYTES = 1_048_576;

/** How long a signature is accepted: eight hours, since the last redelivery comes six hours after the one before. */
export const DEFAULT_SIGNATURE_MAX_AGE_SECONDS = 28_800;

/** How far a signature's timestamp may lie in the future: the clocks differ. */
export const SIGNATURE_FUTURE_SKEW_SECONDS = 300;

/** What proves that a callback comes from the platform. */
export interface CallbackOptions {
  /** The app's Encrypt Key (事件加密密钥), exactly as the developer console shows it. */
  encryptKey?: string;
  /** The app's Verification Token. */
  verificationToken?: string;
  /** Accept callbacks without any proof. Only for a server that nobody else can reach. Default `false`. */
  allowUnverified?: boolean;
  /** How old a signature may be, in seconds. Default 28,800. */
  signatureMaxAgeSeconds?: number;
  /** The crypto to use instead of the host's. */
  crypto?: CryptoProvider;
  /** The clock, in milliseconds since the Unix epoch. Default `Date.now`. */
  now?: () => number;
}
