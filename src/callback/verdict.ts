import { type CallbackRefusal, LarkCallbackError } from "../base/index.ts";
import type { Envelope } from "./envelope.ts";

/** The decision about a request. It is made once, and later code does not look at the body again. */
export type Verdict =
  /** The platform checks the URL, and wants the challenge back. */
  | { readonly kind: "challenge"; readonly challenge: string }
  /** An event, a click on a card, or another callback that waits for an answer. */
  | Envelope;

/** Refuses a request. */
export function refuse(reason: CallbackRefusal): never {
  throw new LarkCallbackError(reason);
}
