import type { CallbackRefusal } from "../base/index.ts";

/** An HTTP answer, without web objects. */
export interface CallbackAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Makes a JSON answer. */
export const answer = (status: number, body: object = {}, headers?: Record<string, string>): CallbackAnswer => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
});

/** Events come by POST. */
export const methodNotAllowed = (): CallbackAnswer => answer(405, {}, { allow: "POST" });

/** Gives the challenge back. Nothing may take it for anything but JSON: its sender is not known. */
export const challengeAnswer = (challenge: string): CallbackAnswer =>
  answer(200, { challenge }, { "x-content-type-options": "nosniff" });

/** Refusals that are not answered with 401. They reveal only what the sender can see from outside. */
const STATUS: Partial<Record<CallbackRefusal, number>> = {
  too_large: 413,

  body_used: 500,
};

/** The answer to a refusal. It is the same for all other reasons, so that it reveals nothing to the sender. */
export const refusalAnswer = (reason: CallbackRefusal): CallbackAnswer => answer(STATUS[reason] ?? 401);
