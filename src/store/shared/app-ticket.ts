import { parseObject } from "../../base/index.ts";
import type { KeyValueStore } from "../key-value-store.ts";
import { storeKey } from "../keys.ts";

/** A ticket as it is stored. */
interface StoredTicket {
  app_ticket: string;
  /** When the platform made it, in milliseconds since the Unix epoch. 0 if that is not known. */
  at: number;
}

/** Where tickets are kept. Without a store they are not. */
export interface TicketPlace {
  store?: KeyValueStore | undefined;
  keyPrefix?: string | undefined;
}

/** How often a change is tried again that another writer overtook. */
const ROUNDS = 5;

const keyOf = (place: TicketPlace, app: string) => storeKey(place.keyPrefix, "app_ticket", "", app);

const parse = (text: string | null | undefined): Partial<StoredTicket> => Object(parseObject(text));

/**
 * Changes what is stored, by `compareAndSet` where the store has it.
 *
 * @param next - Makes the new value of the old one: `null` removes it, `undefined` leaves it as it is.
 */
async function change(
  place: TicketPlace,
  app: string,
  next: (kept: Partial<StoredTicket>) => StoredTicket | null | undefined,
): Promise<void> {
  const { store } = place;
  const key = keyOf(place, app);
  for (let round = 0; store && round < ROUNDS; round++) {
    const found = await store.get(key);
    const made = next(parse(found));
    const text = made && JSON.stringify(made);
    if (text === undefined || text === found) {
      return;
    }
    if (!store.compareAndSet) {
      return text ? store.set(key, text) : store.delete(key);
    }
    if (await store.compareAndSet(key, found, text)) {
      return;
    }
  }
  if (store) {
    throw new Error("app_ticket: others wrote first each time");
  }
}

/**
 * Stores an app's `app_ticket`. The newest one wins: the platform pushes one an hour and redelivers a lost one up to six
 * hours later, when it no longer counts.
 *
 * @param at - When the platform made it, in milliseconds since the Unix epoch. Without it the ticket replaces any other,
 *   and the next one of the platform replaces it: its time by the clock of this host could be in the future.
 * @throws {Error} Others wrote first each time.
 */
export async function saveAppTicket(place: TicketPlace, app: string, ticket: string, at?: number): Promise<void> {
  await change(place, app, (kept) =>
    (kept.at as number) > (at as number) ? undefined : { app_ticket: ticket, at: at || kept.at || 0 },
  );
}

/** The app's `app_ticket`, if one has arrived. */
export async function loadAppTicket(place: TicketPlace, app: string): Promise<string | undefined> {
  const { app_ticket } = parse(await place.store?.get(keyOf(place, app)));
  return typeof app_ticket === "string" ? app_ticket : undefined;
}

/**
 * Removes a ticket that the platform refused, unless another one is there by now. The next ticket is then stored, whatever
 * its time.
 */
export const dropAppTicket = (place: TicketPlace, app: string, ticket: string): Promise<void> =>
  change(place, app, (kept) => (kept.app_ticket === ticket ? null : undefined));
