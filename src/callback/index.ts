export type { JsonObject } from "../base/index.ts";
export { answer, type CallbackAnswer, challengeAnswer, methodNotAllowed, refusalAnswer } from "./answers.ts";
export type { CardAction, CardActionAnswer, CardClick, CardReplacement, Toast } from "./card-action.ts";
export { type Envelope, type EventHeader, OLD_CARD_TYPE, readEnvelope } from "./envelope.ts";
export { fromOldCard, type OldCardAction, toOldAnswer } from "./old-card.ts";
export {
  BODY_TIMEOUT_MS,
  type CallbackOptions,
  DEFAULT_MAX_BODY_BYTES,
  DEFAULT_SIGNATURE_MAX_AGE_SECONDS,
  SIGNATURE_FUTURE_SKEW_SECONDS,
} from "./options.ts";
export { unsignedTries } from "./rate-limit.ts";
export { createUrlCheck, isChallenge, textOfCheck, URL_VERIFICATION } from "./url-check.ts";
export type { Verdict } from "./verdict.ts";
export { createVerifier, type HeaderLookup, type ReadBody, type Verifier } from "./verify.ts";
