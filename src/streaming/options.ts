import type { LogOptions } from "../base/index.ts";
import type { FallBack } from "./fall-back.ts";
import type { IdentityOptions } from "./identity.ts";
import type { Paging, PagingParts } from "./roll-over-types.ts";
import type { StopButton } from "./stop-button.ts";
import type { StreamClock } from "./types.ts";

/** How to stream. */
export interface StreamOptions extends LogOptions, IdentityOptions {
  /** Ends the stream with the text so far. Default: none. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The time between two updates in milliseconds, by the time since the start. Default: one second in the first five
   * seconds, then two. Less than 100 counts as 100. The first text is shown after 100 milliseconds, and a refusal because of too
   * many requests makes the times longer.
   */
  readonly pace?: ((elapsedMs: number) => number) | undefined;
  /**
   * How many characters the client types in a second: about as many as the source writes. If the source is slower, the text stands
   * still before each update. If it is faster, what is not typed yet appears with the next update. Default 60. Less than 1 or
   * more than 10,000 is a `RangeError`.
   */
  readonly charactersPerSecond?: number | undefined;
  /** The most requests of this run. The last ones are kept for the end. Default 100. Less than 8 is a `RangeError`. */
  readonly maxCalls?: number | undefined;
  /** The text of the card until there is an answer. Default `…`. */
  readonly placeholder?: string | undefined;
  /** The footer of an answer that broke off. Default `⚠️ Interrupted`. */
  readonly interrupted?: string | undefined;
  /** Whether `<at>` in the text mentions people. Default `false`: it is shown as text. */
  readonly mentions?: boolean | undefined;
  /**
   * Hands the stream over after so many milliseconds: the text is stored, and nothing more is shown. In a Worker that answers a
   * request, `waitUntil` ends after 30 seconds: pass 25,000 there. Default: never. Not positive: a `RangeError`.
   */
  readonly handOverMs?: number | undefined;
  /** Completes unfinished Markdown before it is shown: `healMarkdown`, or another function. Default: it is shown as it is. */
  readonly heal?: ((text: string) => string) | undefined;
  /** Continues an answer that is too large for one card in further cards. Default: the rest is returned as `unsent`. */
  readonly rollOver?: ((parts: PagingParts) => Paging) | undefined;
  /** Shows the answer also where CardKit fails. Default: the error is thrown. */
  readonly fallBack?: FallBack | undefined;
  /** A button that ends the stream, from `stopButton`. Default: none. */
  readonly stop?: StopButton | undefined;
  /** Time, for tests. Default: the host's. */
  readonly clock?: StreamClock | undefined;
}
