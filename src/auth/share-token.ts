import { isToken, type Log, parseObject } from "../base/index.ts";
import type { Ask, KeyValueStore } from "../store/index.ts";
import { FLOOR_MS, MAX_LIFE_MS, type Token } from "./token.ts";

/** How long others leave a refresh to the instance that began it. A crash delays them no longer than this. */
const LEASE_MS = 5_000;
/** The first pause of an instance that waits for another's refresh; each further one is half as long again. */
const FIRST_PAUSE_MS = 100;

/** Where a token is kept, and how it is fetched. */
export interface TokenPlace {
  /** Its name, for the log. */
  readonly kind: string;
  readonly store?: KeyValueStore | undefined;
  /** Its key in the store. */
  readonly key: string;
  readonly ask: Ask;
  readonly log: Log;
  /** Gets a new one from the platform. */
  readonly fetch: () => Promise<Token>;
}

/** What is wanted of a token. */
export interface Wanted {
  /** Not this one, which the platform declared invalid. */
  readonly refused: string | undefined;
  /** More life than this, in milliseconds. */
  readonly leftMs: number;
}

/** Reads an entry of the store: nothing of it but what is known. */
function parse(text: string | null, { kind, log }: TokenPlace): { token?: Token; until: number } {
  const { token, expiresAt, until } = parseObject(text) ?? {};
  const entry = { until: typeof until === "number" ? until : 0 };
  if (isToken(token) && typeof expiresAt === "number") {
    return { ...entry, token: { token, expiresAt } };
  }
  if (token !== undefined) {
    log("warn", `the ${kind} in the store is no token, and is fetched anew`);
  }
  return entry;
}

/**
 * Gets the token that all instances with the same store use.
 *
 * With `compareAndSet` one instance fetches it, and the others wait for the token that it writes, or use the token that they have.
 * A store without `compareAndSet` cannot elect one: each instance that finds no token fetches its own.
 *
 * An entry is `{ token, expiresAt }`, with `{ owner, until }` while an instance is about to replace it.
 *
 * @param isWanted - Whether a fetched token is still the newest here.
 */
export async function shareToken(
  place: TokenPlace,
  store: KeyValueStore,
  { refused, leftMs }: Wanted,
  isWanted: () => boolean,
): Promise<Token> {
  const { ask, key, fetch } = place;
  const expiry = { ttlSeconds: MAX_LIFE_MS / 1000 };
  const swap = (expected: string | null, next: string | null) =>
    ask(async () => store.compareAndSet?.(key, expected, next, expiry));
  let waitedMs = 0;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= 1.5) {
    const answer = await ask(() => store.get(key));
    const seen = answer?.value ?? null;
    const { token, until } = parse(seen, place);
    // Waiting is counted by this clock, too: the clock of the other instance may be ahead.
    const isTaken = until > Date.now() && waitedMs < LEASE_MS;
    if (token && token.token !== refused && token.expiresAt - Date.now() > (isTaken ? FLOOR_MS : leftMs)) {
      return token;
    }
    if (!answer || !store.compareAndSet || waitedMs > 2 * LEASE_MS) {
      break;
    }
    if (!isTaken) {
      const lease = JSON.stringify({ ...token, owner: crypto.randomUUID(), until: Date.now() + LEASE_MS });
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
  if (isWanted()) {
    await ask(() => store.set(key, JSON.stringify(fetched), expiry));
  }
  return fetched;
}
