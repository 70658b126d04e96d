/** What a refusal means for a stream. */
export type Turn =
  /** Streaming mode ended: open it again, and repeat. */
  | "reopen"
  /** A click is being answered, or too many requests: repeat after a while. */
  | "wait"
  /** No usable answer: repeat the same call. */
  | "repeat"
  /** The `sequence` was used: take a higher one, if the stream is still ours. */
  | "jump"
  /** The entity is gone: go on with a new card. */
  | "new card"
  | "too large"
  | "gone"
  | "quota"
  /** Nothing helps. */
  | "fail";

const TURNS: Readonly<Record<number, Turn>> = {
  300309: "reopen",
  200850: "reopen",
  200510: "reopen",
  200810: "wait",
  300317: "jump",
  200770: "jump",
  300120: "jump",
  200740: "new card",
  200750: "new card",
  300305: "too large",
  200860: "too large",
  230025: "too large",
  230011: "gone",
  230050: "gone",
  230110: "gone",
  231003: "gone",
  230002: "gone",
  99991403: "quota",
};

/** What to do after an error of a call. */
export function turnOf(error: unknown): Turn {
  const { platformCode, platformMessage, category, code } = Object(error);
  if (platformCode === 230099 && /\b11310\b/.test(platformMessage) && /exceeds|over limit/.test(platformMessage)) {
    return "too large";
  }
  const turn = TURNS[platformCode];
  if (turn || category === "rate_limited") {
    return turn ?? "wait";
  }
  const isUnanswered = /^LARK_(NETWORK|TIMEOUT|BAD_ANSWER)$/.test(code) && (category ?? "transient") === "transient";
  return isUnanswered || category === "transient" ? "repeat" : "fail";
}

/** Whether a card was refused because of its size. */
export const isTooLarge = (error: unknown): boolean => turnOf(error) === "too large";
