import { assertOptionalText, assertPositive } from "../assert.ts";
import { type Bytes, type CryptoProvider, hostCrypto, toUtf8 } from "../crypto/index.ts";

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

/** The options, checked, in the form the verification needs. */
export interface Secrets {
  readonly key: Bytes | undefined;
  readonly token: string | undefined;
  readonly open: boolean;
  readonly maxAgeSeconds: number;
  readonly crypto: CryptoProvider;
  readonly now: () => number;
}

/** Checks the options once, so that each request finds them ready. */
export function readSecrets(options: CallbackOptions): Secrets {
  assertOptionalText(options, "encryptKey");
  assertOptionalText(options, "verificationToken");
  const { encryptKey, verificationToken, signatureMaxAgeSeconds = DEFAULT_SIGNATURE_MAX_AGE_SECONDS } = options;
  return {
    key: encryptKey ? toUtf8(encryptKey) : undefined,
    token: verificationToken,
    open: options.allowUnverified === true,
    maxAgeSeconds: assertPositive("signatureMaxAgeSeconds", signatureMaxAgeSeconds),
    crypto: options.crypto ?? hostCrypto(),
    now: options.now ?? Date.now,
  };
}
