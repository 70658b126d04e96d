import type { LogOptions } from "../base/index.ts";
import type { EventContext } from "../event/index.ts";
import type { KeyValueStore } from "../store/index.ts";

/** The parts of a streamed card. */
export interface CardView {
  /** The answer, as Markdown. */
  readonly text: string;
  /** A line over the answer, for example "Searching…". Empty: none. */
  readonly status: string;
  /** Markdown in a folded panel over the answer, for example the model's reasoning. Empty: none. */
  readonly panel: string;
  /** A line below the answer. Empty: none. */
  readonly footer: string;
}

/** What a source yields: text that is added to the answer, or parts of the card; `text` is added, the others are replaced. */
export type StreamChunk = string | Partial<CardView>;

/** What a source function gets. */
export interface SourceContext {
  /**
   * The text of the attempt before, or an empty text. Reading it continues that text: chunks are added to it. A source that
   * does not read it starts again, and the old text stays in the card until the first new text is shown.
   */
  readonly text: string;
  /** 1 for the first run, 2 for the run after a crash, and so on. */
  readonly attempt: number;
  /** Aborts when the stream takes no further text. */
  readonly signal: AbortSignal;
}

/** Several chunks, one after the other. A stream holds texts or bytes of UTF-8. */
export type StreamChunks = AsyncIterable<StreamChunk> | Iterable<StreamChunk> | ReadableStream<string | Uint8Array>;

/** Where the text comes from. A function is called only if text is needed. */
export type StreamSource = StreamChunks | ((context: SourceContext) => StreamChunks | PromiseLike<StreamChunks>);

/** Time, for tests. */
export interface StreamClock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Resolves after so many milliseconds. */
  wait(ms: number): Promise<void>;
}

/** How to stream. */
export interface StreamOptions extends LogOptions {
  /** What the event's handler got. It names the stream in the store and in each `uuid`. Default: none, and nothing is stored. */
  readonly ctx?: Pick<EventContext, "type" | "header" | "raw"> | undefined;
  /** Where the stream's record is kept. It needs `ctx`: without it a `TypeError`. Default: none. */
  readonly store?: KeyValueStore | undefined;
  /** Prefix of every key in the store. Default empty. */
  readonly keyPrefix?: string | undefined;
  /** Tells several streams of one event apart. Default empty; two streams with the same name are a `TypeError`. */
  readonly name?: string | undefined;
  /** Ends the stream with the text so far. Default: none. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The time between two updates in milliseconds, by the time since the start. Default: one second in the first five
   * seconds, then two. Less than 100 counts as 100.
   */
  readonly pace?: ((elapsedMs: number) => number) | undefined;
  /** The most requests of this run. The last ones are kept for the end. Default 100. Less than 8 is a `RangeError`. */
  readonly maxCalls?: number | undefined;
  /** The text of the card until there is an answer. Default `…`. */
  readonly placeholder?: string | undefined;
  /** The footer of an answer that broke off. Default `⚠️ Interrupted`. */
  readonly interrupted?: string | undefined;
  /** Whether `<at>` in the text mentions people. Default `false`: it is shown as text. */
  readonly mentions?: boolean | undefined;
  /** Time, for tests. Default: the host's. */
  readonly clock?: StreamClock | undefined;
}

/**
 * How a stream ended.
 * - `complete`: the card shows the whole answer.
 * - `stopped`: by the signal or by `stop`; the card shows the text so far.
 * - `gone`: the message to reply to, or the chat, is not there any more.
 * - `quota`: the month's calls are used up (99991403). The text is in the store and in the result.
 * - `too_large`: the answer is larger than a card; the card shows its beginning.
 * - `overtaken`: another instance has taken the stream over and completes it.
 */
export type StreamOutcome = "complete" | "stopped" | "gone" | "quota" | "too_large" | "overtaken";

/** One request of a stream, or a decision after one. */
export interface StreamStep {
  /** When, in milliseconds since the Unix epoch. */
  readonly at: number;
  /** What was done. */
  readonly did: "create" | "send" | "text" | "card" | "settings" | "take" | "store";
  /** The platform's code of a refusal, or the error's code. */
  readonly code?: number | string | undefined;
  /** What followed from it. */
  readonly then?: string | undefined;
}

/** The result of a stream. */
export interface StreamResult {
  readonly outcome: StreamOutcome;
  /** The whole text. */
  readonly text: string;
  /** The text that the card does not show: pass it to `send`. Empty if the card shows everything. */
  readonly unsent: string;
  /** The message that shows the card, if it was sent. */
  readonly message_id?: string | undefined;
  readonly card_id?: string | undefined;
  /** Which attempt this was. */
  readonly attempt: number;
  /** How many requests this run made. */
  readonly calls: number;
  /** What this run did, in order. */
  readonly steps: readonly StreamStep[];
}

/** A card that grows. Made by `openCardStream`. */
export interface CardStream {
  /** The text of the attempt before, if there was one. */
  readonly previous: string;
  /** 1 for the first run. */
  readonly attempt: number;
  /** Aborts when the card takes no further text. */
  readonly signal: AbortSignal;
  /** Adds text to the answer. */
  write(text: string): void;
  /** Replaces parts of the card; `text` replaces the whole answer. */
  set(view: Partial<CardView>): void;
  /** Shows everything, ends streaming mode, and resolves to the result. A second call returns the same promise. */
  close(): Promise<StreamResult>;
  /** As `close`, with the footer of an answer that broke off. A later run for the same event starts again. */
  interrupt(): Promise<StreamResult>;
}
