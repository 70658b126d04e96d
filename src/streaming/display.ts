import { type Calls, StreamEnd } from "./calls.ts";
import { fitView, toShown } from "./card.ts";
import type { Carrier } from "./carrier.ts";
import { isTooLarge } from "./codes.ts";
import type { StreamOptions } from "./options.ts";
import type { Paging } from "./roll-over-types.ts";
import type { CardView, StreamClock } from "./types.ts";

const MIN_PACE_MS = 100;
const MAX_SLOWNESS = 8;
/** After so many failed updates only the end is shown. */
const MAX_MISSES = 3;

/** Fast while a person waits for the first words, slower after that. */
const defaultPace = (elapsedMs: number): number => (elapsedMs < 5_000 ? 1_000 : 2_000);

/** What the cards of a stream show, and when. */
export interface Display {
  /** The parts to show. */
  view: CardView;
  /** The number of characters of the text that the cards show. */
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
  readonly carrier: Carrier;
  readonly paging: Paging | undefined;
  readonly calls: Calls;
  readonly clock: StreamClock;
  readonly options: StreamOptions;
  /** Gets the end that an update has met. */
  readonly onEnd: (end: unknown) => void;
}

/** Makes the display of a stream. Updates come one after the other, at their pace. */
export function createDisplay(first: CardView, parts: DisplayParts): Display {
  const { carrier, paging, calls, clock, options, onEnd } = parts;
  const { placeholder = "…", mentions, pace = defaultPace, heal = (text) => text } = options;
  const startedAt = clock.now();
  const stopping = new AbortController();
  /** The parts that the platform has accepted last. */
  let shown: CardView | undefined;
  let shownAt = startedAt;
  let cut = 0;
  let isFull = false;
  /** Updates that failed one after the other. The end shows what they would have shown. */
  let misses = 0;
  /** How much longer than the pace an update takes: twice as long after each that had to wait. */
  let slowness = 1;
  let isFirst = true;
  let version = 0;
  let seen = 0;
  let busy: Promise<void> | undefined;

  const safe = (text: string) => toShown(text, mentions);

  /** What the card shall show; an empty text has a placeholder. Cards that are full are closed on the way. */
  async function make(isOpen: boolean) {
    const { text, status, panel, footer } = display.view;
    const view = { text, status: safe(status), panel: safe(panel), footer: safe(footer) };
    const page = await paging?.turn(view);
    const fit = fitView(page?.view ?? view);
    const healed = isOpen ? heal(fit.shown.text) : fit.shown.text;
    const next = { ...fit.shown, text: safe(healed) || placeholder };
    return { next, end: text.length - fit.rest.length, isNew: page?.isNew };
  }

  function accept({ next, end }: { next: CardView; end: number }): void {
    shown = next;
    cut = end;
    misses = 0;
  }

  /** Does something with the card, and once more with less text as long as it is too large. */
  async function fitting(work: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        await work();
        return;
      } catch (error) {
        if (!isTooLarge(error) || !paging?.shrink(cut)) {
          throw error;
        }
      }
    }
  }

  async function update(): Promise<void> {
    const { waits } = calls;
    if (calls.isLeft && !isFull && misses < MAX_MISSES) {
      try {
        await fitting(async () => {
          const made = await make(true);
          const { next, isNew } = made;
          const isText =
            shown && next.status === shown.status && next.panel === shown.panel && next.footer === shown.footer;
          await (isNew ? carrier.open(next, true) : isText ? carrier.text(next) : carrier.card(next, true));
          accept(made);
        });
      } catch (error) {
        if (error instanceof StreamEnd) {
          throw error;
        }
        isFull = isTooLarge(error);
        misses += 1;
      }
    }
    slowness = calls.waits > waits ? Math.min(slowness * 2, MAX_SLOWNESS) : Math.max(slowness / 2, 1);
    shownAt = clock.now();
  }

  async function pump(): Promise<void> {
    while (seen !== version && !stopping.signal.aborted) {
      // The first words are shown at once.
      const gap = isFirst ? MIN_PACE_MS : Math.max(pace(clock.now() - startedAt), MIN_PACE_MS) * slowness;
      const due = shownAt + gap - clock.now();
      if (due > 0) {
        await clock.wait(due, stopping.signal);
      }
      if (!stopping.signal.aborted) {
        seen = version;
        isFirst = false;
        await update();
      }
    }
  }

  function start(): void {
    if (busy || stopping.signal.aborted || seen === version) {
      return;
    }
    busy = pump()
      .catch((error) => {
        stopping.abort();
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
      stopping.abort();
      await busy;
    },
    open: (isOpen) =>
      fitting(async () => {
        const made = await make(isOpen);
        await carrier.open(made.next, isOpen);
        accept(made);
        shownAt = clock.now();
      }),
    async last(footer) {
      const withFooter = (view: CardView) => (footer ? { ...view, footer } : view);
      if (!isFull || !shown) {
        try {
          await fitting(async () => {
            const made = await make(false);
            const view = withFooter(made.next);
            await (made.isNew ? carrier.open(view, false) : carrier.card(view, false));
            accept(made);
          });
          return;
        } catch (error) {
          if (!isTooLarge(error) || !shown) {
            throw error;
          }
        }
      }
      await carrier.card(withFooter(shown), false);
    },
  };
  return display;
}
