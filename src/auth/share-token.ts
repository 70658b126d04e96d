import { parseObject } from "../base/index.ts";
import type { Ask, KeyValueStore } from "../store/index.ts";
import type { Token } from "./tokens.ts";

/** How long others leave a refresh to the one who began it. Whoever crashes meanwhile delays them no longer. */
const LEASE_MS = 5_000;
/** The first pause of one who waits for another's refresh; each further one is half as long again. */
const FIRST_PAUSE_MS = 100;
/** When a value may be forgotten: no token lives longer. */
const TTL_SECONDS = 7_200;

/** A value in the store: the token, if there is one yet, and who is about to replace it. */
interface Stored extends Partial<Token> {
  owner?: string;
  /** When others may take the refresh over, in milliseconds since the Unix epoch. */
  until?: number;
}

/** What a token is shared by, and how it is had. */
export interface Sharing {
  store: KeyValueStore;
  ask: Ask;
  key: string;
  /** A token that the platform declared invalid. */
  bad: string | undefined;
  /** A token with more left than this is good enough while another replaces it, in milliseconds. */
  floorMs: number;
  /** A token with more left than this needs no replacement, in milliseconds. */
  leftMs: number;
  fetch(): Promise<Token>;
  /** Whether a fetched token is still the newest here. */
  isWanted(): boolean;
}

/**
 * Gets the token that all who share a store use.
 *
 * With `compareAndSet` one of them asks the platform, and the others wait for what it writes, or go on with what they
 * have. Without it each asks who found none: an election takes a store that tells at once what was written.
 */
export async function shareToken(sharing: Sharing): Promise<Token> {
  const { store, ask, key, bad, fetch } = sharing;
  const expiry = { ttlSeconds: TTL_SECONDS };
  let waitedMs = 0;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= 1.5) {
    const answer = await ask(() => store.get(key));
    const seen = answer?.value ?? null;
    const stored: Stored = Object(parseObject(seen));
    const { token, expiresAt = 0, until = 0 } = stored;
    // Waiting is counted by this clock, too: the other's may be ahead.
    const isTaken = until > Date.now() && waitedMs < LEASE_MS;
    const neededMs = isTaken ? sharing.floorMs : sharing.leftMs;
    if (token && token !== bad && typeof token === "string" && expiresAt - Date.now() > neededMs) {
      return { token, expiresAt };
    }
    if (!answer || !store.compareAndSet || waitedMs > 2 * LEASE_MS) {
      break;
    }
    if (!isTaken) {
      const swap = (expected: string | null, next: string | null) =>
        ask(async () => store.compareAndSet?.(key, expected, next, expiry));
      const lease = JSON.stringify({ ...stored, owner: crypto.randomUUID(), until: Date.now() + LEASE_MS });
      const won = await swap(seen, lease);
      if (!won) {
        break;
      }
      if (won.value) {
        // What stood there comes back if this fails, and the next one may try.
        let next = seen;
        try {
          const fetched = await fetch();
          next = JSON.stringify(fetched);
          return fetched;
        } finally {
          await swap(lease, next);
        }
      }
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    waitedMs += pauseMs;
  }
  const fetched = await fetch();
  if (sharing.isWanted()) {
    await ask(() => store.set(key, JSON.stringify(fetched), expiry));
  }
  return fetched;
}
