import { createLog } from "../base/index.ts";
import type { ClientBase } from "../client/index.ts";
import type { Target } from "../send/index.ts";
import { createAsk } from "../store/index.ts";
import { type Calls, createCalls, StreamEnd } from "./calls.ts";
import { createDisplay, type Display } from "./display.ts";
import { assertTarget, createEntity, type Entity } from "./entity.ts";
import { identify } from "./identity.ts";
import { type Book, type StreamRecord, takeRecord } from "./record.ts";
import type { CardStream, CardView, StreamClock, StreamOptions, StreamOutcome, StreamResult } from "./types.ts";

/** The most requests of a stream by default. */
export const DEFAULT_MAX_CALLS = 100;
/** Fewer requests could not make, send and end a card. */
const MIN_CALLS = 8;
/** The text is stored at most so often. */
const SAVE_MS = 2_000;

const EMPTY: CardView = { text: "", status: "", panel: "", footer: "" };

const hostClock: StreamClock = {
  now: () => Date.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** A stream, and whether its answer was complete before it began. */
export interface Started {
  readonly stream: CardStream;
  readonly isOver: boolean;
}

/** The parts of one run. */
interface Run {
  readonly calls: Calls;
  readonly book: Book;
  readonly entity: Entity;
  readonly display: Display;
  /** Aborts when the card takes no further text. */
  readonly ended: AbortController;
  /** Why it takes none. */
  failure?: unknown;
}

/** Stores the view, or ends the stream if another owner has it. */
async function keep({ book, calls }: Pick<Run, "book" | "calls">, view: CardView, change?: Partial<StreamRecord>) {
  if (!(await book.saveView(view, change))) {
    calls.note("store", undefined, "overtaken");
    throw new StreamEnd("overtaken");
  }
}

/** Takes the record, and puts the parts of a run together. */
async function createRun(client: Pick<ClientBase, "request">, target: Target, options: StreamOptions) {
  const { store, clock = hostClock, maxCalls = DEFAULT_MAX_CALLS } = options;
  assertTarget(target);
  if (!(maxCalls >= MIN_CALLS)) {
    throw new RangeError(`streamCard: maxCalls must be at least ${MIN_CALLS}, got ${maxCalls}`);
  }
  const { key, uuid } = await identify(options);
  const { book, left } = await takeRecord(store, key, createAsk(createLog(options)), clock.now);
  const calls = createCalls(client, clock, maxCalls);
  const entity = createEntity({ calls, book, target, uuid });
  const ended = new AbortController();
  let savedAt = clock.now();
  const display = createDisplay(left?.view ?? EMPTY, {
    entity,
    calls,
    clock,
    options,
    async afterUpdate() {
      if (clock.now() - savedAt >= SAVE_MS) {
        savedAt = clock.now();
        await keep(run, display.view);
      }
    },
    onEnd: (end) => fail(run, end),
  });
  const run: Run = { calls, book, entity, display, ended };
  return { run, left };
}

function fail(run: Run, error: unknown): void {
  run.failure = error;
  run.ended.abort(error);
}

function resultOf({ book, calls, display }: Run, outcome: StreamOutcome, cut = display.cut): StreamResult {
  const { card_id, message_id, epoch: attempt } = book.record;
  const { text } = display.view;
  const unsent = outcome === "overtaken" ? "" : text.slice(cut);
  return { outcome, text, unsent, card_id, message_id, attempt, calls: calls.count, steps: calls.steps };
}

/** What stays in the store of a stream that could not be shown to its end. */
async function giveUp(run: Run, { outcome }: StreamEnd): Promise<StreamResult> {
  const { book, display } = run;
  if (outcome === "quota" || outcome === "stopped") {
    await book.saveView(display.view, { state: "open" });
  } else if (outcome === "gone") {
    await book.save({ state: "done", end: { outcome, cut: display.cut } });
  }
  return resultOf(run, outcome);
}

/** Shows the end. With a footer the answer broke off, and a later run may complete it. */
async function finish(run: Run, wanted: StreamOutcome, footer?: string): Promise<StreamResult> {
  const { display, entity, book, ended } = run;
  await display.stop();
  try {
    if (run.failure) {
      throw run.failure;
    }
    const { view } = display;
    await keep(run, view, footer ? {} : { state: "finishing", end: { outcome: wanted, cut: view.text.length } });
    await display.last(footer);
    await entity.end();
    const outcome = wanted === "complete" && display.cut < view.text.length ? "too_large" : wanted;
    await book.save(footer ? {} : { state: "done", end: { outcome, cut: display.cut } });
    return resultOf(run, outcome);
  } catch (error) {
    if (!(error instanceof StreamEnd)) {
      throw error;
    }
    return await giveUp(run, error);
  } finally {
    ended.abort();
  }
}

/** Makes or finds the card of a run. Resolves to whether it can take text. */
async function open(run: Run, isOpen: boolean): Promise<boolean> {
  try {
    await run.display.open(isOpen);
  } catch (error) {
    fail(run, error);
    if (!(error instanceof StreamEnd)) {
      throw error;
    }
  }
  return run.failure === undefined;
}

/** Opens the card of a stream, or takes over what an earlier run left. */
export async function startStream(
  client: Pick<ClientBase, "request">,
  target: Target,
  options: StreamOptions = {},
): Promise<Started> {
  const { run, left } = await createRun(client, target, options);
  const { display, book, ended } = run;
  const { state, end } = left?.record ?? {};
  let closing: Promise<StreamResult> | undefined;
  const set = (parts: Partial<CardView>) => {
    if (!closing) {
      display.view = { ...display.view, ...parts };
      display.refresh();
    }
  };
  const stream: CardStream = {
    previous: display.view.text,
    get attempt() {
      return book.record.epoch;
    },
    signal: ended.signal,
    write: (text) => set({ text: display.view.text + text }),
    set,
    close: () => (closing ??= finish(run, options.signal?.aborted ? "stopped" : "complete")),
    interrupt: () => (closing ??= finish(run, "stopped", options.interrupted ?? "⚠️ Interrupted")),
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
  }
  return { stream, isOver: isEnd || !canTakeText };
}
