import { parseObject } from "../../base/index.ts";
import type { KeyValueStore } from "../key-value-store.ts";
import { storeKey } from "../keys.ts";

interface StoredTicket {
  app_ticket: string;
  /** When the platform made it, in milliseconds since the Unix epoch. */
  at: number;
}

/** Where tickets are kept. Without a store they are not. */
export interface TicketPlace {
  store?: KeyValueStore;
  keyPrefix?: string;
}

const keyOf = (place: TicketPlace, app: string) => storeKey(place.keyPrefix, "app_ticket", "", app);

async function read(place: TicketPlace, app: string): Promise<Partial<StoredTicket>> {
  return Object(parseObject(await place.store?.get(keyOf(place, app))));
}

/**
 * Keeps an app's `app_ticket`. The newest one wins: the platform pushes one an hour and redelivers a lost one up to
 * six hours later, when it no longer counts.
 *
 * @param at - When the platform made it, in milliseconds since the Unix epoch.
 */
export async function saveAppTicket(place: TicketPlace, app: string, ticket: string, at: number): Promise<void> {
  const kept = await read(place, app);
  if (!((kept.at as number) > at)) {
    await place.store?.set(keyOf(place, app), JSON.stringify({ app_ticket: ticket, at } satisfies StoredTicket));
  }
}

/** The app's `app_ticket`, if one has arrived. */
export async function loadAppTicket(place: TicketPlace, app: string): Promise<string | undefined> {
  return (await read(place, app)).app_ticket;
}
