import { bytesOf, MAX_BYTES, toCard } from "./card.ts";
import { recallStale } from "./carrier.ts";
import { isTooLarge } from "./codes.ts";
import { findCut } from "./cut.ts";
import type { Paging, PagingParts } from "./roll-over-types.ts";
import type { CardView } from "./types.ts";

/** After so many cards the rest is not shown in cards any more. */
const MAX_CARDS = 20;

/** A text that a card refuses with fewer bytes than these is refused for another reason. */
const MIN_BYTES = 64;

/** Room for a stop button, and for what closes a block. */
const SPARE_BYTES = 1_024;

/** Makes the division of a text between cards. */
function createPaging(parts: PagingParts): Paging {
  const { carrier, book, calls, safe } = parts;
  const fullBefore = () => book.record.full ?? [];
  /** The text in the cards that are full. */
  let sealed = parts.text.slice(0, fullBefore().at(-1)?.to ?? 0);
  /** What the card begins with because the one before was cut inside of a block. */
  let head = fullBefore().at(-1)?.head ?? "";
  let limit = Number.POSITIVE_INFINITY;
  /** The text of the card, as it is measured. */
  let rest = "";

  const measure = (text: string): number => bytesOf(JSON.stringify(safe(text))) - 2;
  const roomOf = (view: CardView): number => MAX_BYTES - SPARE_BYTES - bytesOf(toCard({ ...view, text: "" }, true));

  /** Another attempt, or another text: the cards before show something old. */
  async function restart(view: CardView): Promise<void> {
    const stale = [...(book.record.stale ?? []), ...fullBefore().flatMap(({ message_id }) => message_id ?? [])];
    sealed = "";
    head = "";
    await parts.keep(view, { full: [], stale });
    await recallStale(parts);
  }

  const hasCard = (): boolean => (book.record.card_id ?? book.record.message_id) !== undefined;

  /** Shows a full card for the last time, and leaves the stream without a card. */
  async function seal(view: CardView, text: string, isNew: boolean): Promise<void> {
    const full = { ...view, text: safe(text), status: "" };
    if (isNew) {
      await carrier.open(full, false);
    } else {
      await carrier.card(full, false);
      await carrier.end();
    }
  }

  function shrink(cut: number): boolean {
    const accepted = measure(rest.slice(0, Math.max(0, cut - sealed.length)));
    const whole = Math.min(limit, measure(rest));
    limit = accepted >= MIN_BYTES && accepted < whole ? accepted : Math.floor(whole / 2);
    return limit >= MIN_BYTES;
  }

  async function turn(view: CardView): Promise<{ view: CardView; isNew: boolean }> {
    if (!view.text.startsWith(sealed)) {
      await restart(view);
    }
    let isNew = !hasCard();
    for (;;) {
      rest = view.text.slice(sealed.length);
      const isLeft = calls.isLeft && fullBefore().length < MAX_CARDS;
      const cut = isLeft ? findCut(rest, head, { maxBytes: Math.min(limit, roomOf(view)), measure }) : undefined;
      if (!cut) {
        return { view: { ...view, text: head + rest }, isNew };
      }
      try {
        await seal(
          { ...view, panel: fullBefore().length ? "" : view.panel },
          head + rest.slice(0, cut.at) + cut.tail,
          isNew,
        );
      } catch (error) {
        if (!isTooLarge(error) || !shrink(0)) {
          throw error;
        }
        continue;
      }
      sealed += rest.slice(0, cut.at);
      head = cut.head;
      limit = Number.POSITIVE_INFINITY;
      const full = [...fullBefore(), { message_id: book.record.message_id, to: sealed.length, head }];
      const number = (book.record.number ?? 0) + 1;
      await parts.keep(view, { full, number, card_id: undefined, message_id: undefined });
      isNew = true;
    }
  }

  return { turn, shrink };
}

/**
 * Continues an answer that is too large for one card in further cards: pass it as `rollOver`.
 *
 * A card ends before its 30 KB, before a fourth table, or where the platform refuses it as too large. Texts are cut between
 * paragraphs where possible. A code block that is cut is closed, and opened again in the next card; a table that is cut has
 * its head again.
 *
 * @see https://open.feishu.cn/document/feishu-cards/card-json-v2-structure 卡片 JSON 2.0 结构
 */
export const rollOver = (parts: PagingParts): Paging => createPaging(parts);
