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
  /** Resolves after so many milliseconds, or when the signal aborts. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/**
 * How a stream ended.
 * - `complete`: the card shows the whole answer.
 * - `stopped`: by the signal or the stop button; the card shows the text so far.
 * - `gone`: the message to reply to, or the chat, is not there any more.
 * - `quota`: the month's calls are used up (99991403). The text is in the store and in the result.
 * - `too_large`: the answer is larger than a card; the card shows its beginning.
 * - `handed_over`: after `handOverMs`. The text is in the store, and the next run or `closeAbandoned` ends the stream.
 * - `overtaken`: another instance has taken the stream over and completes it.
 */
export type StreamOutcome = "complete" | "stopped" | "gone" | "quota" | "too_large" | "handed_over" | "overtaken";

/** One request of a stream, or a decision after one. */
export interface StreamStep {
  /** When, in milliseconds since the Unix epoch. */
  readonly at: number;
  /** What was done. `post`, `plain`, `upload` and `file` are ways of `fallBack`. */
  readonly did:
    | "create"
    | "send"
    | "text"
    | "card"
    | "settings"
    | "recall"
    | "store"
    | "post"
    | "plain"
    | "upload"
    | "file";
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
  /** The text that is not shown: pass it to `send`. Empty if everything is shown, or another run goes on. */
  readonly unsent: string;
  /** The message that shows the last card, if it was sent. */
  readonly message_id?: string | undefined;
  /** The messages that show the cards, in order. There are several only with `rollOver`. */
  readonly message_ids: readonly string[];
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
