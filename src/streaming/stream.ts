import { createLog } from "../base/index.ts";
import type { ClientBase } from "../client/index.ts";
import type { Target } from "../send/index.ts";
import { createAsk } from "../store/index.ts";
import { type Calls, createCalls, StreamEnd } from "./calls.ts";
import { toShown } from "./card.ts";
import { assertTarget, type Carrier, type CarrierParts, NoCard, recallStale, save, toTarget } from "./carrier.ts";
import { createDisplay, type Display } from "./display.ts";
import { createEntity } from "./entity.ts";
import { type Identity, identify, uuidOf } from "./identity.ts";
import type { StreamOptions } from "./options.ts";
import { type Book, LEASE_MS, type StreamRecord, type Taken, takeRecord } from "./record.ts";
import type { CardStream, CardView, StreamClock, StreamOutcome, StreamResult } from "./types.ts";

/** The most requests of a stream by default. */
export const DEFAULT_MAX_CALLS = 100;
/** Fewer requests could not make, send and end a card. */
const MIN_CALLS = 8;
/** The text is stored, and the stop button is read, at most so often. */
const BEAT_MS = 2_000;

const EMPTY: CardView = { text: "", status: "", panel: "", footer: "" };

export const hostClock: StreamClock = {
  now: () => Date.now(),
  wait: (ms, signal) =>
    new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal?.addEventListener("abort", end);
    }),
};

/** A stream, and whether its answer was complete before it began. */
export interface Started {
  readonly stream: CardStream;
  readonly isOver: boolean;
}

/** The parts of one run. */
interface Run {
  readonly identity: Identity;
  readonly options: StreamOptions;
  readonly clock: StreamClock;
  readonly parts: CarrierParts;
  readonly carrier: Carrier;
  readonly display: Display;
  readonly left: Taken | undefined;
  /** Aborts when the card takes no further text. */
  readonly ended: AbortController;
  /** Why it takes none, if it broke off. */
  failure?: unknown;
  /** Why it takes none, if it is to end as usual. */
  wanted?: StreamOutcome;
  /** Stores the text and reads the stop button, until the run has ended. */
  beating?: Promise<void>;
}

/** Stores the view, or ends the stream if another owner has it. */
async function keep({ book, calls }: { book: Book; calls: Calls }, view: CardView, change?: Partial<StreamRecord>) {
  if (!(await book.saveView(view, change))) {
    calls.note("store", undefined, "overtaken");
    throw new StreamEnd("overtaken");
  }
}

function assertOptions({ maxCalls = MIN_CALLS, handOverMs = 1, charactersPerSecond = 1 }: StreamOptions): void {
  if (!(maxCalls >= MIN_CALLS)) {
    throw new RangeError(`streamCard: maxCalls must be at least ${MIN_CALLS}, got ${maxCalls}`);
  }
  if (!(handOverMs > 0)) {
    throw new RangeError(`streamCard: handOverMs must be positive, got ${handOverMs}`);
  }
  if (!(charactersPerSecond >= 1 && charactersPerSecond <= 10_000)) {
    throw new RangeError(`streamCard: charactersPerSecond must be from 1 to 10,000, got ${charactersPerSecond}`);
  }
}

/** How a run is made. */
export interface RunParts {
  readonly client: Pick<ClientBase, "request">;
  readonly identity: Identity;
  readonly target: Target | undefined;
  readonly options: StreamOptions;
  /** Whether a record may be taken. Default: each that is not done. */
  readonly mayTake?: ((found: StreamRecord | undefined) => boolean) | undefined;
}

/** Takes the record, and puts the parts of a run together. `undefined` if the record may not be taken. */
export async function createRun({ client, identity, target, options, mayTake }: RunParts): Promise<Run | undefined> {
  const { store, clock = hostClock, maxCalls = DEFAULT_MAX_CALLS, rollOver, fallBack, mentions } = options;
  const ask = createAsk(createLog(options));
  const { book, left } = await takeRecord({ store, identity, ask, now: clock.now, target, mayTake });
  if (!book) {
    return undefined;
  }
  const calls = createCalls(client, clock, maxCalls);
  const parts: CarrierParts = {
    calls,
    book,
    target: target ?? (book.record.target as Target),
    uuid: (...call) => uuidOf(identity, ...call),
    extra: options.stop ? [options.stop.element(identity.key)] : [],
    speed: options.charactersPerSecond,
  };
  const entity = createEntity(parts);
  const carrier = fallBack ? fallBack.carrier(parts, entity) : entity;
  const view = left?.view ?? EMPTY;
  const paging = rollOver?.({
    ...{ carrier, book, calls, text: view.text },
    keep: (next, change) => keep(parts, next, change),
    safe: (text) => toShown(text, mentions),
  });
  const onEnd = (end: unknown) => fail(run, end);
  const display = createDisplay(view, { carrier, paging, calls, clock, options, onEnd });
  const run: Run = { identity, options, clock, parts, carrier, display, left, ended: new AbortController() };
  return run;
}

function fail(run: Run, error: unknown): void {
  run.failure = error;
  run.ended.abort(error);
}

/** Stores the text, renews the lease, reads the stop button and the time, every two seconds. */
async function beat(run: Run): Promise<void> {
  const { clock, parts, display, ended, options, identity } = run;
  const { stop, handOverMs = Number.POSITIVE_INFINITY } = options;
  const startedAt = clock.now();
  let saved = display.view;
  let savedAt = startedAt;
  for (;;) {
    await clock.wait(Math.min(BEAT_MS, startedAt + handOverMs - clock.now()), ended.signal);
    if (ended.signal.aborted) {
      return;
    }
    if (clock.now() >= startedAt + handOverMs) {
      throw new StreamEnd("handed_over");
    }
    if (display.view !== saved || clock.now() - savedAt > LEASE_MS / 3) {
      saved = display.view;
      savedAt = clock.now();
      await keep(parts, saved);
    }
    if (await stop?.isPressed(identity.key).catch(() => false)) {
      run.wanted = "stopped";
      ended.abort();
    }
  }
}

function resultOf({ parts, display }: Run, outcome: StreamOutcome, cut = display.cut): StreamResult {
  const { calls, book } = parts;
  const { card_id, message_id, epoch: attempt, full = [] } = book.record;
  const { text } = display.view;
  const ids = [...full.map((one) => one.message_id), message_id].filter((id) => id !== undefined);
  const unsent = outcome === "overtaken" || outcome === "handed_over" ? "" : text.slice(cut);
  return {
    outcome,
    text,
    unsent,
    card_id,
    message_id,
    message_ids: ids,
    attempt,
    calls: calls.count,
    steps: calls.steps,
  };
}

/** What stays in the store of a stream that could not be shown to its end. */
async function giveUp(run: Run, { outcome }: StreamEnd): Promise<StreamResult> {
  const { parts, display } = run;
  if (outcome === "gone") {
    await recallStale(parts).catch(() => {});
    await parts.book.save({ state: "done", end: { outcome, cut: display.cut } });
    await parts.book.list(false);
  } else if (outcome !== "overtaken") {
    await parts.book.saveView(display.view);
  }
  return resultOf(run, outcome);
}

/** Shows the end in the card, and sends what no card shows in another form. Resolves to how much of the text is shown. */
async function showEnd({ parts, display, carrier, options }: Run, footer: string | undefined): Promise<number> {
  const { fallBack } = options;
  const { book } = parts;
  const { text } = display.view;
  if (book.record.rest === undefined) {
    let { cut } = display;
    try {
      await display.last(footer);
      await carrier.end();
      cut = display.cut;
    } catch (error) {
      if (!(error instanceof NoCard)) {
        throw error;
      }
      cut = book.record.full?.at(-1)?.to ?? 0;
    }
    if (cut >= text.length || !fallBack) {
      return cut;
    }
    // A run that repeats the end sends the same messages, and shows nothing in a card that these messages say.
    await save(parts, { rest: cut });
  }
  await fallBack?.deliver(parts, text.slice(book.record.rest));
  await recallStale(parts);
  return text.length;
}

/** Shows the end. With a footer the answer broke off, and a later run may complete it. */
export async function finish(run: Run, wanted: StreamOutcome, footer?: string): Promise<StreamResult> {
  const { display, parts, ended } = run;
  await display.stop();
  ended.abort();
  await run.beating;
  try {
    if (run.failure) {
      throw run.failure;
    }
    const { view } = display;
    await keep(parts, view, footer ? {} : { state: "finishing", end: { outcome: wanted, cut: view.text.length } });
    const cut = await showEnd(run, footer);
    const outcome = wanted === "complete" && cut < view.text.length ? "too_large" : wanted;
    await parts.book.save(footer ? { until: 0 } : { state: "done", end: { outcome, cut } });
    await parts.book.list(false);
    return resultOf(run, outcome, cut);
  } catch (error) {
    if (!(error instanceof StreamEnd)) {
      throw error;
    }
    return await giveUp(run, error);
  }
}

/** Makes or finds the card of a run. Resolves to whether it can take text. */
export async function open(run: Run, isOpen: boolean): Promise<boolean> {
  const { display, parts } = run;
  if (parts.book.record.rest !== undefined) {
    return true;
  }
  const listing = parts.book.list(true);
  try {
    await display.open(isOpen);
    await recallStale(parts);
  } catch (error) {
    fail(run, error);
    if (!(error instanceof StreamEnd)) {
      throw error;
    }
  } finally {
    await listing;
  }
  return run.failure === undefined;
}

/** Opens the card of a stream, or takes over what an earlier run left. */
export async function startStream(
  client: Pick<ClientBase, "request">,
  target: Target,
  options: StreamOptions = {},
): Promise<Started> {
  assertTarget(target);
  assertOptions(options);
  const identity = await identify(options);
  const run = (await createRun({ client, identity, target: toTarget(target), options })) as Run;
  const { display, parts, ended, left } = run;
  const { state, end } = left?.record ?? {};
  let closing: Promise<StreamResult> | undefined;
  const set = (changed: Partial<CardView>) => {
    if (!closing) {
      display.view = { ...display.view, ...changed };
      display.refresh();
    }
  };
  const stream: CardStream = {
    previous: display.view.text,
    get attempt() {
      return parts.book.record.epoch;
    },
    signal: ended.signal,
    write: (text) => set({ text: display.view.text + text }),
    set,
    close: () => (closing ??= finish(run, options.signal?.aborted ? "stopped" : (run.wanted ?? "complete"))),
    interrupt: () => (closing ??= finish(run, "stopped", options.interrupted ?? DEFAULT_INTERRUPTED)),
  };
  if (state === "done") {
    closing = Promise.resolve(resultOf(run, end?.outcome ?? "complete", end?.cut ?? 0));
    ended.abort();
    return { stream, isOver: true };
  }
  // An end that may not have been shown is shown again.
  const isEnd = state === "finishing";
  const canTakeText = await open(run, !isEnd);
  if (isEnd) {
    closing = finish(run, end?.outcome ?? "complete");
  } else if (canTakeText) {
    // A new attempt starts with an empty text, and the card keeps the old one until something is written.
    display.view = EMPTY;
    run.beating = beat(run).catch((error) => fail(run, error));
  }
  return { stream, isOver: isEnd || !canTakeText };
}

/** The footer of an answer that broke off. */
export const DEFAULT_INTERRUPTED = "⚠️ Interrupted";
