import { parseObject } from "../../base/index.ts";
import type { KeyValueStore } from "../key-value-store.ts";
import { storeKey } from "../keys.ts";

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

/** How often a ticket is written that another writer overtakes. */
const ROUNDS = 5;

const keyOf = (place: TicketPlace, app: string) => storeKey(place.keyPrefix, "app_ticket", "", app);

const isTicket = (value: unknown): value is string => typeof value === "string" && value !== "";

function parse(text: string | null | undefined): StoredTicket | undefined {
  const { app_ticket, at } = parseObject(text) ?? {};
  return isTicket(app_ticket) ? { app_ticket, at: typeof at === "number" ? at : 0 } : undefined;
}

/**
 * Stores an app's `app_ticket`. The newest one wins: the platform pushes one an hour and redelivers a lost one up to six
 * hours later, when it no longer counts.
 *
 * @param at - When the platform made it, in milliseconds since the Unix epoch. Without it the ticket replaces any other,
 *   and the next one of the platform replaces it: its time by the clock of this host could be in the future.
 * @throws {Error} Other writers were faster each time.
 */
export async function saveAppTicket(place: TicketPlace, app: string, ticket: string, at?: number): Promise<void> {
  const { store } = place;
  if (!store || !isTicket(ticket)) {
    return;
  }
  const time = Number.isFinite(at) ? at : undefined;
  const key = keyOf(place, app);
  for (let round = 0; round < ROUNDS; round++) {
    const found = await store.get(key);
    const kept = parse(found);
    if (kept && time !== undefined && kept.at > time) {
      return;
    }
    const next = JSON.stringify({ app_ticket: ticket, at: time ?? kept?.at ?? 0 } satisfies StoredTicket);
    if (found === next) {
      return;
    }
    if (!store.compareAndSet) {
      // Then the loop looks again: an older one may have been written at the same time.
      await store.set(key, next);
    } else if (await store.compareAndSet(key, found, next)) {
      return;
    }
  }
  if (store.compareAndSet) {
    throw new Error("the app_ticket could not be stored: other writers were faster");
  }
}

/** The app's `app_ticket`, if one has arrived. */
export async function loadAppTicket(place: TicketPlace, app: string): Promise<string | undefined> {
  return parse(await place.store?.get(keyOf(place, app)))?.app_ticket;
}

/**
 * Removes a ticket that the platform refused, unless another one is there by now.
 *
 * Whatever its time, the next ticket is then stored.
 */
export async function dropAppTicket(place: TicketPlace, app: string, ticket: string): Promise<void> {
  const { store } = place;
  const key = keyOf(place, app);
  const found = (await store?.get(key)) ?? null;
  if (parse(found)?.app_ticket === ticket) {
    await (store?.compareAndSet ? store.compareAndSet(key, found, null) : store?.delete(key));
  }
}
