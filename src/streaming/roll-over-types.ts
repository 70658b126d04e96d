import type { Calls } from "./calls.ts";
import type { Carrier } from "./carrier.ts";
import type { Book } from "./record.ts";
import type { CardView } from "./types.ts";

/** Divides a text between cards. Made by `rollOver`. */
export interface Paging {
  /**
   * Closes the cards that are full, and returns what the card behind them is to show.
   *
   * @returns The view of that card, and whether it has to be made.
   */
  turn(view: CardView): Promise<{ view: CardView; isNew: boolean }>;
  /**
   * Lets the card end earlier, after the platform refused it as too large.
   *
   * @param cut - How much of the text the platform has accepted.
   * @returns Whether there is less to try.
   */
  shrink(cut: number): boolean;
}

/** What the division of a text needs from its stream. */
export interface PagingParts {
  readonly carrier: Carrier;
  readonly book: Book;
  readonly calls: Calls;
  /** The text of the run before, which the cards show. */
  readonly text: string;
  /** Stores the view and a change of the record, or ends the run. */
  readonly keep: (view: CardView, change: Parameters<Book["saveView"]>[1]) => Promise<void>;
  /** The texts of a card as it can show them. */
  readonly safe: (text: string) => string;
}
