import { EventDispatcher } from "lark-edge/event";
import { ENCRYPT_KEY, NOW, TOKEN } from "../../support/platform-callbacks.ts";

/** What the bot has seen, as its host answers it to `GET /seen`. */
export interface Seen {
  /** The types of the events that handlers were called with, in this order. */
  begun: string[];
  /** Those of which the handler came to its end. */
  ended: string[];
}

/** The bot that every host under contract serves. */
export const seen: Seen = { begun: [], ended: [] };

export const BUDGET_MS = 100;
export const SLOW_MS = 400;
export const MAX_BODY_BYTES = 10_000;

export const events: EventDispatcher = new EventDispatcher({
  encryptKey: ENCRYPT_KEY,
  verificationToken: TOKEN,
  now: () => NOW,
  answerBudgetMs: BUDGET_MS,
  maxBodyBytes: MAX_BODY_BYTES,
  loggerLevel: "silent",
});

events.onAny(async (_, { type }) => {
  seen.begun.push(type);
  if (type.startsWith("slow_")) {
    await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
  }
  if (type.startsWith("failing_")) {
    throw new Error("a handler that fails");
  }
  seen.ended.push(type);
});

events.onCardAction(() => ({ toast: { type: "success", content: "好 🚀" } }));

/** What the bot has seen, if it is asked for. */
export const seenAnswer = (url: string): Response | undefined =>
  new URL(url, "http://bot").pathname === "/seen" ? Response.json(seen) : undefined;
