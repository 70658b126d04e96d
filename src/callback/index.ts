export { answer, type CallbackAnswer, methodNotAllowed, tooLarge, unauthorized } from "./answers.ts";
export { type Envelope, type EventHeader, OLD_CARD_TYPE, readEnvelope } from "./envelope.ts";
export { DEFAULT_MAX_BODY_BYTES, readBody } from "./read-body.ts";
export {
  type CallbackOptions,
  DEFAULT_SIGNATURE_MAX_AGE_SECONDS,
  readSecrets,
  SIGNATURE_FUTURE_SKEW_SECONDS,
} from "./secrets.ts";
export { createVerifier, type HeaderLookup, type JsonObject, type Verified, type Verifier } from "./verify.ts";
