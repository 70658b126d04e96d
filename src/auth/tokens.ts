import { assertText, type LarkAuthError, type Log, type TokenKind } from "../base/index.ts";
import type { Transport, TransportRequest } from "../http/index.ts";
import { createAsk, type KeyValueStore, storeKey } from "../store/index.ts";
import { createMarketplace } from "./marketplace.ts";
import type { TokenOwner, TokenProvider } from "./provider.ts";
import { Slot } from "./slot.ts";
import type { Token } from "./token.ts";
import { createTokenRequests } from "./token-requests.ts";

/** What the tokens of one app are made of. */
export interface TokenSource {
  appId: string;
  appSecret: string;
  appType?: "self-built" | "marketplace" | undefined;
  /** The platform's origin. Its host is a part of the keys in the store. */
  origin: string;
  store?: KeyValueStore | undefined;
  keyPrefix?: string | undefined;
  /** Keeps nothing: each call fetches its token. */
  disableTokenCache?: boolean | undefined;
  log: Log;
  transport: Transport;
  /** What all token requests have in common: headers, time limits, retries. */
  request: Partial<TransportRequest>;
}

/** The kinds of token that belong to an app. */
export type AppTokenKind = Exclude<TokenKind, "user_access_token">;

/** The tokens of one app. */
export interface Tokens extends TokenProvider<AppTokenKind> {
  /** Gives the `app_ticket` of a marketplace app. */
  setAppTicket(ticket: string): Promise<void>;
}

/** Makes the provider of an app's own tokens: of the app, and of the tenants that it serves. */
export function createTokens(source: TokenSource): Tokens {
  const { appId, disableTokenCache, keyPrefix, log } = source;
  const isMarketplace = source.appType === "marketplace";
  const credentials = { app_id: appId, app_secret: source.appSecret };
  const { host } = new URL(source.origin);
  const ask = createAsk(log);
  const requests = createTokenRequests(source.transport, source.origin, source.request, log);
  const marketplace = createMarketplace(requests, credentials, source, ask, log);
  const slots = new Map<string, Slot>();

  async function fetchTenantToken(tenant_key: string): Promise<Token> {
    const kind = "tenant_access_token";
    const { token: app_access_token } = await get("app_access_token", {});
    return requests.token(kind, kind, { app_access_token, tenant_key }).catch(async (error: LarkAuthError) => {
      const other = error.category === "token_invalid" && (await get("app_access_token", {}, app_access_token)).token;
      // The platform may give the same token again: then it is not the token that is wrong.
      if (!other || other === app_access_token) {
        throw error;
      }
      return requests.token(kind, kind, { app_access_token: other, tenant_key });
    });
  }

  function createSlot(kind: AppTokenKind, tenant: string): Slot {
    const ofMarketplace = tenant ? () => fetchTenantToken(tenant) : marketplace.fetchAppToken;
    return new Slot(
      {
        kind,
        key: storeKey(keyPrefix, kind, host, appId, tenant),
        store: disableTokenCache ? undefined : source.store,
        ask,
        log,
        fetch: isMarketplace ? ofMarketplace : () => requests.token(kind, `${kind}/internal`, credentials),
      },
      !disableTokenCache,
    );
  }

  function get(kind: AppTokenKind, owner: TokenOwner, refused?: string): Token | Promise<Token> {
    let tenant = "";
    if (isMarketplace && kind === "tenant_access_token") {
      assertText(owner, "tenantKey");
      tenant = owner.tenantKey as string;
    }
    const name = kind + tenant;
    let slot = slots.get(name);
    if (!slot) {
      slot = createSlot(kind, tenant);
      slots.set(name, slot);
    }
    return slot.get(owner, refused);
  }

  return {
    get,
    async setAppTicket(ticket) {
      await marketplace.setAppTicket(ticket);
      for (const slot of slots.values()) {
        slot.retry();
      }
    },
  };
}
