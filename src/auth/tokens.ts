import { assertText, type Log, patient, type TokenKind, tellOf, workPlace } from "../base/index.ts";
import { createAsk, type KeyValueStore, storeKey } from "../store/index.ts";
import { createTokenFetcher, type Settle } from "./fetch-token.ts";
import { shareToken } from "./share-token.ts";

/** A token and when it ends. */
export interface Token {
  /** A secret. */
  readonly token: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

/** Whose token, and where it may be renewed. */
export interface TokenOptions {
  /** The tenant of a marketplace app. A self-built app has one, which needs no name. */
  tenantKey?: string;
  /** Where a refresh may go on that nobody waits for: an event's `ctx.waitUntil`. */
  waitUntil?: (work: Promise<unknown>) => void;
}

/** What the tokens of one app are made of. */
export interface TokenSource {
  appId: string;
  appSecret: string;
  appType?: "self-built" | "marketplace";
  /** The platform's host, for the keys in the store. */
  host: string;
  store?: KeyValueStore;
  keyPrefix?: string;
  /** Keeps nothing: each call fetches its token. */
  disableTokenCache?: boolean;
  log: Log;
  /** Sends a token request: JSON, without a token, safe to repeat. */
  post(path: string, data: Record<string, unknown>): Promise<object>;
}

/** Fetches, keeps and renews the tokens of one app. */
export interface Tokens {
  /**
   * The token of a kind, from memory or the store when it is fresh enough. Concurrent callers share one request.
   *
   * @param bad - A token that the platform declared invalid: it is forgotten, and not given again if another exists.
   * @throws {TypeError} `tenantKey` is missing for a marketplace app.
   * @throws {LarkAuthError} The platform refused the credentials, or there is no `app_ticket` yet.
   * @throws {LarkTransportError} No answer came.
   */
  get(kind: TokenKind, options?: TokenOptions, bad?: string): Promise<Token>;
  /** Gives the `app_ticket` of a marketplace app. */
  setAppTicket(ticket: string): Promise<void>;
}

interface Slot {
  token?: Token;
  /** The latest request for it. */
  flight?: Promise<Token>;
  /** The invalid token that this request knows of. */
  bad?: string;
}

/** With more left than this the platform would answer with the same token. */
const FRESH_MS = 1_800_000;
/** With less left than this a caller waits for a new token. */
const FLOOR_MS = 300_000;
/** How long a caller waits for another's request: on workerd one whose caller is gone never ends. */
const JOIN_TIMEOUT_MS = 1_000;

/** Not a number without a token. */
const leftOf = (token?: Token) => (token?.expiresAt as number) - Date.now();

/** Makes the tokens of one app. */
export function createTokens(source: TokenSource): Tokens {
  const { disableTokenCache, log } = source;
  /** The store, if tokens are kept at all. */
  const kept = disableTokenCache ? undefined : source.store;
  const slots = new Map<string, Slot>();
  const settle: Settle = async (what, work) => {
    try {
      await work();
    } catch (error) {
      log("warn", what, tellOf(error));
    }
  };
  const ask = createAsk(log);
  const [fetchToken, setAppTicket] = createTokenFetcher(source, ask, settle, get);

  async function get(kind: TokenKind, options: TokenOptions = {}, bad?: string): Promise<Token> {
    const needsTenant = source.appType === "marketplace" && kind === "tenant_access_token";
    if (needsTenant) {
      assertText(options, "tenantKey");
    }
    const tenant = (needsTenant && options.tenantKey) || "";
    const key = storeKey(source.keyPrefix, kind, source.host, source.appId, tenant);
    const slot: Slot = slots.get(key) ?? {};
    slots.set(key, slot);

    function start(leftMs: number): Promise<Token> {
      const load = async (): Promise<Token> => {
        const fetch = () => fetchToken(kind, tenant);
        // An older flight, ending late, replaces nothing that can be used.
        const isWanted = () => slot.flight === flight || !(leftOf(slot.token) > FLOOR_MS);
        const loaded = await (kept
          ? shareToken({ store: kept, ask, key, bad, floorMs: FLOOR_MS, leftMs, fetch, isWanted })
          : fetch());
        if (isWanted()) {
          slot.token = loaded;
        }
        return loaded;
      };
      const flight = load().finally(() => {
        if (slot.flight === flight) {
          slot.flight = undefined;
        }
      });
      slot.flight = flight;
      slot.bad = bad;
      return flight;
    }

    if (disableTokenCache || slot.token?.token === bad) {
      slot.token = undefined;
    }
    const { token: known, flight } = slot;
    const isKnownBad = slot.bad === bad;
    const left = leftOf(known);
    const place = workPlace(options);
    const failed = `no new ${kind} yet:`;
    if (known && left > FLOOR_MS) {
      if (left < FRESH_MS && place && !flight) {
        // The host's `waitUntil` may throw, too: one that is not bound does.
        void settle(failed, async () => place(settle(failed, () => start(FRESH_MS))));
      }
      return known;
    }
    try {
      // Another's request, but not for ever.
      const joined = flight && (await patient(flight, JOIN_TIMEOUT_MS));
      // Who began before the token was found invalid may come back with it.
      if (joined && (isKnownBad || joined.token !== bad)) {
        return joined;
      }
      return await (slot.flight === flight ? start(FLOOR_MS) : get(kind, options, bad));
    } catch (error) {
      if (!known || left < 0) {
        throw error;
      }
      log("warn", failed, tellOf(error));
      return known;
    }
  }

  return { get, setAppTicket };
}
