import { LarkApiError, LarkAuthError, type TokenKind } from "../errors.ts";
import { workPlace } from "../host.ts";
import type { Log } from "../logger.ts";
import { type KeyValueStore, loadAppTicket, saveAppTicket, storeKey } from "../store/index.ts";
import { startTimer } from "../timer.ts";

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
  /** Which flight brought the token: a late older answer must not replace a newer one. */
  from: number;
  flights: number;
  flight?: Promise<Token>;
}

const MINUTE_MS = 60_000;
/** With more left than this the platform would answer with the same token. */
const FRESH_MS = 30 * MINUTE_MS;
/** With less left than this a caller waits for a new token. */
const FLOOR_MS = 5 * MINUTE_MS;
/** How long a caller waits for another's request: on workerd one whose caller is gone never ends. */
const JOIN_TIMEOUT_MS = 1_000;

const leftOf = (token?: Partial<Token>) => Number(token?.expiresAt ?? 0) - Date.now();

/** Makes the tokens of one app. */
export function createTokens(source: TokenSource): Tokens {
  const { appId, appSecret, appType, host, store, keyPrefix = "", disableTokenCache, log, post } = source;
  const marketplace = appType === "marketplace";
  const credentials = { app_id: appId, app_secret: appSecret };
  const slots = new Map<string, Slot>();
  let appTicket: string | undefined;
  let resentAt = 0;

  /** Asks for a new `app_ticket`, at most once a minute, and says what happens next. */
  async function resend(): Promise<string> {
    if (Date.now() - resentAt > MINUTE_MS) {
      resentAt = Date.now();
      await post("app_ticket/resend", credentials).catch((error) => log("warn", "app_ticket/resend:", error));
    }
    return "the platform was asked to send it: try again in a few seconds";
  }

  async function ticket(): Promise<string> {
    const known = (store && (await loadAppTicket(store, keyPrefix, appId))) ?? appTicket;
    if (known) {
      return known;
    }
    if (!store) {
      throw new TypeError("no app_ticket: pass the same store to Client and EventDispatcher, or call setAppTicket");
    }
    const info = { operation: "app_ticket", status: 0, category: "app_ticket_invalid" } as const;
    throw new LarkAuthError(`no app_ticket yet; ${await resend()}`, info, "app_access_token");
  }

  async function fetchToken(kind: TokenKind, tenant: string, badApp?: string): Promise<Token> {
    const asked = Date.now();
    const app = marketplace && tenant ? (await get("app_access_token", {}, badApp)).token : undefined;
    const data = app
      ? { app_access_token: app, tenant_key: tenant }
      : marketplace
        ? { ...credentials, app_ticket: await ticket() }
        : credentials;
    try {
      const answer = (await post(marketplace ? kind : `${kind}/internal`, data)) as Record<string, unknown>;
      const token = answer[kind];
      const seconds = Number(answer.expire);
      if (!token || typeof token !== "string" || !(seconds > 0)) {
        throw new LarkAuthError(`the answer holds no ${kind}`, { operation: kind, status: 200, category: "refused" }, kind);
      }
      return { token, expiresAt: asked + seconds * 1000 };
    } catch (error) {
      const { name, code, category, ...info } = error as LarkApiError;
      if (!category || code === "LARK_AUTH") {
        throw error;
      }
      if (category === "token_invalid" && app !== badApp) {
        return fetchToken(kind, tenant, app);
      }
      const hint = category === "app_ticket_invalid" ? await resend() : "check appId, appSecret and domain";
      throw new LarkAuthError(`${(error as Error).message}; ${hint}`, { ...info, category }, kind);
    }
  }

  async function get(kind: TokenKind, options: TokenOptions = {}, bad?: string): Promise<Token> {
    const tenant = marketplace && kind === "tenant_access_token" ? options.tenantKey || null : "";
    if (tenant === null) {
      throw new TypeError("a marketplace app needs the call option tenantKey");
    }
    const key = storeKey(keyPrefix, kind, host, appId, tenant);
    const slot: Slot = slots.get(key) ?? { from: 0, flights: 0 };
    slots.set(key, slot);

    const kept = disableTokenCache ? undefined : store;
    const failed = (error: unknown) => log("warn", "the token store failed:", error);
    /** From the store if it holds one with enough life left. A store that fails costs a request. */
    const stored = async (leftMs: number): Promise<Token | undefined> => {
      try {
        const token: Token = Object(JSON.parse((await kept?.get(key)) ?? "{}"));
        return token.token && typeof token.token === "string" && token.token !== bad && leftOf(token) > leftMs ? token : undefined;
      } catch (error) {
        failed(error);
      }
    };
    const start = async (leftMs: number): Promise<Token> => {
      const number = ++slot.flights;
      let fetched: Token | undefined;
      const load = async () => {
        const known = await stored(leftMs);
        fetched = known ? undefined : await fetchToken(kind, tenant);
        return known ?? (fetched as Token);
      };
      const flight = load();
      slot.flight = flight;
      try {
        const token = await flight;
        // A late older answer replaces nothing.
        if (number > slot.from) {
          slot.from = number;
          slot.token = token;
          if (fetched) {
            try {
              await kept?.set(key, JSON.stringify(token), { ttlSeconds: Math.ceil(leftOf(token) / 1000) });
            } catch (error) {
              failed(error);
            }
          }
        }
        return token;
      } finally {
        if (slot.flight === flight) {
          slot.flight = undefined;
        }
      }
    };
    const join = async (): Promise<Token> => {
      while (slot.flight) {
        const { flight } = slot;
        const patience = startTimer(JOIN_TIMEOUT_MS);
        const token = await Promise.race([flight, patience.done]).finally(patience.stop);
        if (token) {
          return token;
        }
        if (slot.flight === flight) {
          slot.flight = undefined;
        }
      }
      return start(FLOOR_MS);
    };

    if (disableTokenCache || slot.token?.token === bad) {
      slot.token = undefined;
    }
    const known = slot.token;
    const left = leftOf(known);
    const place = workPlace(options);
    const keep = (error: unknown) => log("warn", `no new ${kind} yet:`, error);
    if (known && left > FLOOR_MS) {
      if (left < FRESH_MS && place && !slot.flight) {
        place(start(FRESH_MS).catch(keep));
      }
      return known;
    }
    try {
      return await join();
    } catch (error) {
      if (!known || left < 0) {
        throw error;
      }
      keep(error);
      return known;
    }
  }

  return {
    get,
    async setAppTicket(given) {
      appTicket = given;
      if (store) {
        await saveAppTicket(store, keyPrefix, appId, given, Date.now());
      }
    },
  };
}
