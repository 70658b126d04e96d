import type { KeyValueStore } from "./key-value-store.ts";
import { storeKey } from "./keys.ts";

interface StoredTicket {
  app_ticket: string;
  /** When the platform made it, in milliseconds since the Unix epoch. */
  at: number;
}

async function read(store: KeyValueStore, key: string): Promise<Partial<StoredTicket>> {
  const text = await store.get(key);
  try {
    return Object(JSON.parse(text ?? "{}"));
  } catch {
    return {};
  }
}

/**
 * Keeps an app's `app_ticket`. The newest one wins: the platform pushes one an hour and redelivers a lost one up to
 * six hours later, when it no longer counts.
 *
 * @param at - When the platform made it, in milliseconds since the Unix epoch.
 */
export async function saveAppTicket(
  store: KeyValueStore,
  prefix: string | undefined,
  app: string,
  ticket: string,
  at: number,
): Promise<void> {
  const key = storeKey(prefix, "app_ticket", "", app);
  const kept = await read(store, key);
  if (!(Number(kept.at) > at)) {
    await store.set(key, JSON.stringify({ app_ticket: ticket, at } satisfies StoredTicket));
  }
}

/** The app's `app_ticket`, if one has arrived. */
export async function loadAppTicket(
  store: KeyValueStore,
  prefix: string | undefined,
  app: string,
): Promise<string | undefined> {
  return (await read(store, storeKey(prefix, "app_ticket", "", app))).app_ticket;
}
