export type { JsonObject } from "../base/index.ts";
export { answer, type CallbackAnswer, methodNotAllowed, tooLarge, unauthorized } from "./answers.ts";
export type { CardAction, CardActionAnswer, CardReplacement, Toast } from "./card-action.ts";
export { type Envelope, type EventHeader, OLD_CARD_TYPE, readEnvelope } from "./envelope.ts";
export { fromOldCard, type OldCardAction, toOldAnswer } from "./old-card.ts";
export {
  type CallbackOptions,
  DEFAULT_MAX_BODY_BYTES,
  DEFAULT_SIGNATURE_MAX_AGE_SECONDS,
  SIGNATURE_FUTURE_SKEW_SECONDS,
} from "./options.ts";
export { createVerifier, type HeaderLookup, refuse, URL_VERIFICATION, type Verifier } from "./verify.ts";
