import type { Calls } from "./calls.ts";
import { StreamEnd } from "./calls.ts";
import { fitView, toShown } from "./card.ts";
import { turnOf } from "./codes.ts";
import type { Entity } from "./entity.ts";
import type { CardView, StreamClock, StreamOptions } from "./types.ts";

const MIN_PACE_MS = 100;
/** After so many failed updates only the end is shown. */
const MAX_MISSES = 3;

/** Fast while a person waits for the first words, slower after that. */
const defaultPace = (elapsedMs: number): number => (elapsedMs < 5_000 ? 1_000 : 2_000);

const isTooLarge = (error: unknown): boolean => turnOf(error) === "too large";

/** What the card of a stream shows, and when. */
export interface Display {
  /** The parts to show. */
  view: CardView;
  /** The number of characters of the text that the card shows. */
  readonly cut: number;
  /** Shows the view as soon as the pace allows. */
  refresh(): void;
  /** Ends the updates, and resolves when the last one has an answer. */
  stop(): Promise<void>;
  /** Makes or finds the card, and shows the view. */
  open(isOpen: boolean): Promise<void>;
  /** Shows what stays. A card that was refused as too large stays with the text that it has. */
  last(footer: string | undefined): Promise<void>;
}

/** What a display takes from its stream. */
export interface DisplayParts {
  readonly entity: Entity;
  readonly calls: Calls;
  readonly clock: StreamClock;
  readonly options: StreamOptions;
  /** Runs after each update. */
  readonly afterUpdate: () => Promise<void>;
  /** Gets the end that an update has met. */
  readonly onEnd: (end: unknown) => void;
}

/** Makes the display of a stream. Updates come one after the other, at their pace. */
export function createDisplay(first: CardView, parts: DisplayParts): Display {
  const { entity, calls, clock, options, afterUpdate, onEnd } = parts;
  const { placeholder = "…", mentions, pace = defaultPace } = options;
  const startedAt = clock.now();
  /** The parts that the platform has accepted last. */
  let shown: CardView | undefined;
  let shownAt = startedAt;
  let isFull = false;
  /** Updates that failed one after the other. The end shows what they would have shown. */
  let misses = 0;
  let version = 0;
  let seen = 0;
  let busy: Promise<void> | undefined;
  let isStopped = false;
  let wake = (): void => {};
  const stopped = new Promise<void>((resolve) => {
    wake = resolve;
  });

  /** What of the view fits the card; an empty text has a placeholder. */
  function toShow(): { next: CardView; end: number } {
    const safe = (text: string) => toShown(text, mentions);
    const { text, status, panel, footer } = display.view;
    const fit = fitView({ text, status: safe(status), panel: safe(panel), footer: safe(footer) });
    return { next: { ...fit.shown, text: safe(fit.shown.text) || placeholder }, end: text.length - fit.rest.length };
  }

  let cut = 0;

  function accept({ next, end }: { next: CardView; end: number }): void {
    shown = next;
    cut = end;
    misses = 0;
  }

  async function update(): Promise<void> {
    if (calls.isLeft && !isFull && misses < MAX_MISSES) {
      const made = toShow();
      const { next } = made;
      const isText =
        shown && next.status === shown.status && next.panel === shown.panel && next.footer === shown.footer;
      try {
        await (isText ? entity.text(next) : entity.card(next, true));
        accept(made);
      } catch (error) {
        if (error instanceof StreamEnd) {
          throw error;
        }
        isFull = isTooLarge(error);
        misses += 1;
      }
    }
    shownAt = clock.now();
    await afterUpdate();
  }

  async function pump(): Promise<void> {
    while (seen !== version && !isStopped) {
      const due = shownAt + Math.max(pace(clock.now() - startedAt), MIN_PACE_MS) - clock.now();
      if (due > 0) {
        await Promise.race([clock.wait(due), stopped]);
      }
      if (!isStopped) {
        seen = version;
        await update();
      }
    }
  }

  function start(): void {
    if (busy || isStopped || seen === version) {
      return;
    }
    busy = pump()
      .catch((error) => {
        isStopped = true;
        onEnd(error);
      })
      .finally(() => {
        busy = undefined;
        start();
      });
  }

  const display: Display = {
    view: first,
    get cut() {
      return cut;
    },
    refresh() {
      version += 1;
      start();
    },
    async stop() {
      isStopped = true;
      wake();
      await busy;
    },
    async open(isOpen) {
      const made = toShow();
      await entity.open(made.next, isOpen);
      accept(made);
      shownAt = clock.now();
    },
    async last(footer) {
      const made = toShow();
      const withFooter = (view: CardView) => (footer ? { ...view, footer } : view);
      if (!isFull || !shown) {
        try {
          await entity.card(withFooter(made.next), false);
          accept(made);
          return;
        } catch (error) {
          if (!isTooLarge(error) || !shown) {
            throw error;
          }
        }
      }
      await entity.card(withFooter(shown), false);
    },
  };
  return display;
}
