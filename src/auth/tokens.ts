import type { Log } from "../base/index.ts";
import type { Transport, TransportRequest } from "../http/index.ts";
import { createAsk, type KeyValueStore, storeKey } from "../store/index.ts";
import type { AppKind, AppTokenKind } from "./app-kind.ts";
import type { KeylessAssertion } from "./keyless.ts";
import type { TokenProvider } from "./provider.ts";
import { createKeptToken, type KeptToken } from "./refresh.ts";
import { createTokenRequests } from "./token-requests.ts";

/** The parts from which the tokens of one app are created. */
export interface TokenSource {
  appId: string;
  /** Missing for an app that proves its identity by `assertion`. */
  appSecret?: string | undefined;
  appType?: "self-built" | AppKind | undefined;
  assertion?: KeylessAssertion | undefined;
  /** The platform's origin. Its host is a part of the keys in the store. */
  origin: string;
  store?: KeyValueStore | undefined;
  keyPrefix?: string | undefined;
  /** Keeps nothing: each call fetches its token. */
  disableTokenCache?: boolean | undefined;
  log: Log;
  transport: Transport;
  /** Settings of all token requests: headers, time limits, retries. */
  request: Partial<TransportRequest>;
}

/** An app's own tokens: of the app, and of the tenants that it serves. */
export interface Tokens extends TokenProvider<AppTokenKind> {
  /**
   * Gives the `app_ticket` of a marketplace app.
   *
   * @throws {TypeError} It is no marketplace app.
   */
  setAppTicket(ticket: string): Promise<void>;
}

/** Makes the provider of an app's own tokens. */
export function createTokens(source: TokenSource): Tokens {
  const { appId, appSecret, assertion, origin, keyPrefix, disableTokenCache, log } = source;
  const appType = assertion ? assertion.appKind : (source.appType ?? "self-built");
  const credentials = { app_id: appId, app_secret: appSecret as string };
  const ask = createAsk(log);
  const requests = createTokenRequests(source.transport, origin, source.request, log);
  const keptTokens = new Map<string, KeptToken>();

  const get: Tokens["get"] = (kind, owner, refused) => {
    const tenant = app?.tenantOf(kind, owner) ?? "";
    const name = kind + tenant;
    let kept = keptTokens.get(name);
    if (!kept) {
      kept = createKeptToken(
        {
          kind,
          key: storeKey(keyPrefix, kind, new URL(origin).host, appId, tenant),
          store: disableTokenCache ? undefined : source.store,
          ask,
          log,
          fetch: () => app?.fetch(kind, tenant) ?? requests.token(kind, `${kind}/internal`, credentials),
        },
        !disableTokenCache,
      );
      keptTokens.set(name, kept);
    }
    return kept.get(owner, refused);
  };
  const app =
    appType === "self-built" ? undefined : appType({ requests, credentials, origin, place: source, ask, log, get });

  return {
    get,
    async setAppTicket(ticket) {
      if (!app?.setAppTicket) {
        throw new TypeError("setAppTicket: the client needs appType: marketplace");
      }
      await app.setAppTicket(ticket);
      for (const kept of keptTokens.values()) {
        kept.retry();
      }
    },
  };
}
