import type { KeyValueStore } from "./key-value-store.ts";
import { storeKey } from "./keys.ts";

interface StoredTicket {
  app_ticket: string;
  /** When the platform made it, in milliseconds since the Unix epoch. */
  at: number;
}

async function read(store: KeyValueStore, key: string): Promise<StoredTicket | undefined> {
  try {
    const ticket = JSON.parse((await store.get(key)) ?? "null") as StoredTicket | null;
    return typeof ticket?.app_ticket === "string" ? ticket : undefined;
  } catch {
    return undefined;
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
  prefix: string,
  app: string,
  ticket: string,
  at: number,
): Promise<void> {
  const key = storeKey(prefix, "app_ticket", "", app);
  const kept = await read(store, key);
  if (!kept || !(kept.at > at)) {
    await store.set(key, JSON.stringify({ app_ticket: ticket, at } satisfies StoredTicket));
  }
}

/** The app's `app_ticket`, if one has arrived. */
export async function loadAppTicket(store: KeyValueStore, prefix: string, app: string): Promise<string | undefined> {
  return (await read(store, storeKey(prefix, "app_ticket", "", app)))?.app_ticket;
}
