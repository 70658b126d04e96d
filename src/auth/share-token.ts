import { type Log, parseObject, type TokenKind } from "../base/index.ts";
import type { Ask, KeyValueStore } from "../store/index.ts";
import { isToken, MAX_LIFE_MS, type Token } from "./token.ts";

/** How long others leave a refresh to the instance that began it. A crash delays them no longer than this. */
const LEASE_MS = 5_000;
/** The first pause of an instance that waits for another's refresh; each further one is half as long again. */
const FIRST_PAUSE_MS = 100;

/** A value in the store: the token, if there is one yet, and who is about to replace it. */
interface Stored extends Partial<Token> {
  owner?: string;
  /** When others may take the refresh over, in milliseconds since the Unix epoch. */
  until?: number;
}

/** What a token is shared by, and how it is fetched. */
export interface Sharing {
  store: KeyValueStore;
  ask: Ask;
  log: Log;
  kind: TokenKind;
  key: string;
  /** A token that the platform declared invalid. */
  refused: string | undefined;
  /** A token with more left than this is good enough while another instance replaces it, in milliseconds. */
  floorMs: number;
  /** A token with more left than this needs no replacement, in milliseconds. */
  leftMs: number;
  fetch(): Promise<Token>;
  /** Whether a fetched token is still the newest here. */
  isWanted(): boolean;
}

/** Reads a value of the store: what is known of it and nothing else. */
function parse(text: string | null, { kind, log }: Sharing): Stored {
  const { token, expiresAt, until } = parseObject(text) ?? {};
  const stored: Stored = typeof until === "number" ? { until } : {};
  if (isToken(token)) {
    return typeof expiresAt === "number" ? { ...stored, token, expiresAt } : stored;
  }
  if (token !== undefined) {
    log("warn", `the ${kind} in the store is not one word of ASCII, and is fetched anew`);
  }
  return stored;
}

/**
 * Gets the token that all instances with the same store use.
 *
 * With `compareAndSet` one instance fetches it, and the others wait for what it writes, or use the token that they have.
 * A store without `compareAndSet` cannot elect one: each instance that finds no token fetches its own.
 */
export async function shareToken(sharing: Sharing): Promise<Token> {
  const { store, ask, key, refused, fetch } = sharing;
  const expiry = { ttlSeconds: MAX_LIFE_MS / 1000 };
  let waitedMs = 0;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= 1.5) {
    const answer = await ask(() => store.get(key));
    const seen = answer?.value ?? null;
    const stored = parse(seen, sharing);
    const { token, expiresAt = 0, until = 0 } = stored;
    // Waiting is counted by this clock, too: the clock of the other instance may be ahead.
    const isTaken = until > Date.now() && waitedMs < LEASE_MS;
    const neededMs = isTaken ? sharing.floorMs : sharing.leftMs;
    if (token && token !== refused && expiresAt - Date.now() > neededMs) {
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
        // If the request fails, the old value comes back, and the next instance may try.
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
