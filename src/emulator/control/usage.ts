import type { Exchange } from "../gateway/serve.ts";
import type { Usage } from "./protocol.ts";

/** Calls that the quota leaves out: sign-in, events, contact and others, and the address of a custom bot. */
const FREE =
  /^\/open-apis\/(auth|authen|event|contact|ehr|corehr|hire|performance|acs|apaas|aily|optical_char_recognition|speech_to_text|translation|face_detection|bot\/v2\/hook)\//;

/** The id of a card entity in a path, or in JSON within JSON. */
const CARD = /\/cardkit\/v1\/cards\/(\d+)|card_id[\\"]+: ?[\\"]+(\d+)/;

/** What a call costs: whether the month's quota counts it, and the card entity that it is for. */
export interface Cost {
  readonly isCounted: boolean;
  readonly card_id?: string;
}

/** Of a call that failed nothing is counted. */
export function costOf({ record, requestBody, responseBody }: Exchange): Cost {
  const { path, status } = record;
  const isCounted = path.startsWith("/open-apis/") && !FREE.test(path) && status >= 200 && status < 400;
  const said = path.includes("/cardkit/") || requestBody.includes("card_id");
  const answer = typeof responseBody === "string" ? responseBody : "";
  const [, inPath, inBody] = (said && CARD.exec(`${path} ${requestBody} ${answer}`)) || [];
  const card_id = inPath ?? inBody;
  return { isCounted, ...(card_id === undefined ? {} : { card_id }) };
}

/** The calendar month of an instant, in the platform's time zone. */
export const monthOf = (at: number): string => new Date(at + 8 * 60 * 60 * 1000).toISOString().slice(0, 7);

/** How many cards are remembered. */
const MAX_CARDS = 1_000;

/** Counts calls by month, and by card entity. */
export interface Meter {
  /** Counts a call. Returns the month's calls, and those for its card alone. */
  add(at: number, cost: Cost): Usage;
  /** The calls of the month of this instant. */
  read(now: number): Usage;
}

/** Makes the meter of an emulator. */
export function createMeter(): Meter {
  const months = new Map<string, number>();
  const cards = new Map<string, number>();
  const raise = (counts: Map<string, number>, name: string): void => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  return {
    add(at, { isCounted, card_id }) {
      const month = monthOf(at);
      if (isCounted) {
        raise(months, month);
      }
      const usage = { month, calls: months.get(month) ?? 0 };
      if (card_id === undefined) {
        return { ...usage, cards: {} };
      }
      raise(cards, card_id);
      if (cards.size > MAX_CARDS) {
        cards.delete(cards.keys().next().value as string);
      }
      return { ...usage, cards: { [card_id]: cards.get(card_id) ?? 0 } };
    },
    read: (now) => ({ month: monthOf(now), calls: months.get(monthOf(now)) ?? 0, cards: Object.fromEntries(cards) }),
  };
}
