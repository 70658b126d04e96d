import { createLog } from "../base/index.ts";
import type { ClientBase } from "../client/index.ts";
import type { Target } from "../send/index.ts";
import { createAsk } from "../store/index.ts";
import { createCalls, StreamEnd } from "./calls.ts";
import { fitView, toShown } from "./card.ts";
import { turnOf } from "./codes.ts";
import { assertTarget, createEntity } from "./entity.ts";
import { identify } from "./identity.ts";
import { takeRecord } from "./record.ts";
import type { CardStream, CardView, StreamClock, StreamOptions, StreamOutcome, StreamResult } from "./types.ts";

/** The most requests of a stream by default. */
export const DEFAULT_MAX_CALLS = 100;
/** Fewer requests could not make, send and end a card. */
const MIN_CALLS = 8;
/** The text is stored at most so often. */
const SAVE_MS = 2_000;
const MIN_PACE_MS = 100;
/** After so many failed updates only the end is shown. */
const MAX_MISSES = 3;

const EMPTY: CardView = { text: "", status: "", panel: "", footer: "" };

const hostClock: StreamClock = {
  now: () => Date.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** Fast while a person waits for the first words, slower after that. */
const defaultPace = (elapsedMs: number): number => (elapsedMs < 5_000 ? 1_000 : 2_000);

const isTooLarge = (error: unknown): boolean => turnOf(error) === "too large";

/** A stream, and whether its answer was complete before it began. */
export interface Started {
  readonly stream: CardStream;
  readonly isOver: boolean;
}

/** Opens the card of a stream, or takes over what an earlier run left. */
export async function startStream(
  client: Pick<ClientBase, "request">,
  target: Target,
  options: StreamOptions = {},
): Promise<Started> {
  const { store, clock = hostClock, maxCalls = DEFAULT_MAX_CALLS, placeholder = "…", mentions } = options;
  assertTarget(target);
  if (!(maxCalls >= MIN_CALLS)) {
    throw new RangeError(`streamCard: maxCalls must be at least ${MIN_CALLS}, got ${maxCalls}`);
  }
  const { key, uuid } = await identify(options);
  const { book, left } = await takeRecord(store, key, createAsk(createLog(options)), clock.now);
  const calls = createCalls(client, clock, maxCalls);
  const entity = createEntity({ calls, book, target, uuid });
  const ended = new AbortController();
  const startedAt = clock.now();
  const before = left?.view ?? EMPTY;
  let view = before;
  /** What the card shows, and how much of the text that is. */
  let shown: CardView | undefined;
  let cut = 0;
  let isFull = false;
  /** What was written, and what of it was shown. */
  let version = 0;
  let seen = 0;
  /** Updates that failed one after the other. The end shows what they would have shown. */
  let misses = 0;
  let failure: unknown;
  let shownAt = startedAt;
  let savedAt = startedAt;
  let busy: Promise<void> | undefined;
  let closing: Promise<StreamResult> | undefined;
  let wake = (): void => {};
  const woken = new Promise<void>((resolve) => {
    wake = resolve;
  });

  /** What of the view fits the card; an empty text has a placeholder. */
  function toShow(): { next: CardView; end: number } {
    const safe = (text: string) => toShown(text, mentions);
    const all = { text: view.text, status: safe(view.status), panel: safe(view.panel), footer: safe(view.footer) };
    const { shown: next, rest } = fitView(all);
    return { next: { ...next, text: safe(next.text) || placeholder }, end: view.text.length - rest.length };
  }

  async function keep(change?: Parameters<typeof book.saveView>[1]): Promise<void> {
    savedAt = clock.now();
    if (!(await book.saveView(view, change))) {
      calls.note("store", undefined, "overtaken");
      throw new StreamEnd("overtaken");
    }
  }

  async function show(): Promise<void> {
    const { next, end } = toShow();
    if (calls.isLeft && !isFull && misses < MAX_MISSES) {
      const isText =
        shown && next.status === shown.status && next.panel === shown.panel && next.footer === shown.footer;
      try {
        await (isText ? entity.text(next) : entity.card(next, true));
        shown = next;
        cut = end;
        misses = 0;
      } catch (error) {
        if (error instanceof StreamEnd) {
          throw error;
        }
        isFull = isTooLarge(error);
        misses += 1;
      }
    }
    shownAt = clock.now();
    if (shownAt - savedAt >= SAVE_MS) {
      await keep();
    }
  }

  /** Shows what was written, until there is nothing new. */
  async function pump(): Promise<void> {
    while (seen !== version && !closing) {
      const pace = Math.max((options.pace ?? defaultPace)(clock.now() - startedAt), MIN_PACE_MS);
      const due = shownAt + pace - clock.now();
      if (due > 0) {
        await Promise.race([clock.wait(due), woken]);
      }
      if (!closing) {
        seen = version;
        await show();
      }
    }
  }

  function start(): void {
    if (busy || closing || failure || seen === version) {
      return;
    }
    busy = pump()
      .catch((error) => {
        failure = error;
        ended.abort(error);
      })
      .finally(() => {
        busy = undefined;
        start();
      });
  }

  function changed(): void {
    version += 1;
    start();
  }

  function resultOf(outcome: StreamOutcome): StreamResult {
    const { card_id, message_id, epoch: attempt } = book.record;
    const unsent = outcome === "overtaken" ? "" : view.text.slice(cut);
    return { outcome, text: view.text, unsent, card_id, message_id, attempt, calls: calls.count, steps: calls.steps };
  }

  /** Replaces the card by what stays. A card that is refused as too large stays with the text that it has. */
  async function showLast(footer: string | undefined): Promise<void> {
    const { next, end } = toShow();
    const last = footer ? { ...next, footer } : next;
    const asShown = shown && { ...shown, footer: last.footer };
    try {
      await entity.card(isFull && asShown ? asShown : last, false);
      cut = isFull ? cut : end;
    } catch (error) {
      if (!isTooLarge(error) || !asShown || isFull) {
        throw error;
      }
      await entity.card(asShown, false);
    }
  }

  async function finish(outcome: StreamOutcome, footer?: string): Promise<StreamResult> {
    wake();
    await busy;
    try {
      if (failure) {
        throw failure;
      }
      await keep(footer ? {} : { state: "finishing", end: { outcome, cut: view.text.length } });
      await showLast(footer);
      const whole = cut < view.text.length && outcome === "complete" ? "too_large" : outcome;
      await entity.end();
      await book.save(footer ? {} : { state: "done", end: { outcome: whole, cut } });
      return resultOf(whole);
    } catch (error) {
      if (!(error instanceof StreamEnd)) {
        throw error;
      }
      if (error.outcome === "quota" || error.outcome === "stopped") {
        await book.saveView(view, { state: "open" });
      } else if (error.outcome === "gone") {
        await book.save({ state: "done", end: { outcome: "gone", cut } });
      }
      return resultOf(error.outcome);
    } finally {
      ended.abort();
    }
  }

  const stream: CardStream = {
    previous: before.text,
    get attempt() {
      return book.record.epoch;
    },
    signal: ended.signal,
    write(text) {
      view = { ...view, text: view.text + text };
      changed();
    },
    set(parts) {
      view = { ...view, ...parts };
      changed();
    },
    close: () => (closing ??= finish(options.signal?.aborted ? "stopped" : "complete")),
    interrupt: () => (closing ??= finish("stopped", options.interrupted ?? "⚠️ Interrupted")),
  };

  const { state, end } = left?.record ?? {};
  if (state === "done") {
    cut = end?.cut ?? 0;
    closing = Promise.resolve(resultOf(end?.outcome ?? "complete"));
    return { stream, isOver: true };
  }
  if (state === "finishing") {
    closing = openLast().then(() => finish(end?.outcome ?? "complete"));
    return { stream, isOver: true };
  }

  /** The card of an earlier run that ended before its end was known to be shown. */
  async function openLast(): Promise<void> {
    try {
      await entity.open(toShow().next, false);
    } catch (error) {
      failure = error;
    }
  }

  try {
    const { next } = toShow();
    await entity.open(next, true);
    shown = next;
    shownAt = clock.now();
  } catch (error) {
    failure = error;
    ended.abort(error);
    if (!(error instanceof StreamEnd)) {
      throw error;
    }
  }
  // A new attempt starts with an empty text, and the card keeps the old one until something is written.
  view = EMPTY;
  return { stream, isOver: failure !== undefined };
}
