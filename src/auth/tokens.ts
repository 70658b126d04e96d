import { assertText, type LarkAuthError, type Log, type TokenKind } from "../base/index.ts";
import { createAsk, type KeyValueStore, storeKey } from "../store/index.ts";
import { AppTicket } from "./app-ticket.ts";
import type { TokenOwner, TokenProvider } from "./provider.ts";
import { Slot } from "./slot.ts";
import type { Token } from "./token.ts";
import { type Post, TICKET_INVALID, TokenRequests } from "./token-requests.ts";

/** What the tokens of one app are made of. */
export interface TokenSource {
  appId: string;
  appSecret: string;
  appType?: "self-built" | "marketplace" | undefined;
  /** The platform's host, for the keys in the store. */
  host: string;
  store?: KeyValueStore | undefined;
  keyPrefix?: string | undefined;
  /** Keeps nothing: each call fetches its token. */
  disableTokenCache?: boolean | undefined;
  log: Log;
  post: Post;
}

/** The tokens of one app. */
export interface Tokens extends TokenProvider {
  /** Gives the `app_ticket` of a marketplace app. */
  setAppTicket(ticket: string): Promise<void>;
}

/** Makes the provider of an app's own tokens: of the app, and of the tenants that it serves. */
export function createTokens(source: TokenSource): Tokens {
  const { appId, appSecret, host, keyPrefix, log } = source;
  const isMarketplace = source.appType === "marketplace";
  const isKept = !source.disableTokenCache;
  const ask = createAsk(log);
  const requests = new TokenRequests(source.post, log, appId, appSecret);
  const tickets = new AppTicket(requests, source, appId, ask, log);
  const slots = new Map<string, Slot>();

  async function fetchAppToken(): Promise<Token> {
    const ticket = await tickets.get();
    return requests.ofMarketplaceApp(ticket).catch(async (error: LarkAuthError) => {
      throw error.platformCode === TICKET_INVALID ? await tickets.refused(ticket, error) : error;
    });
  }

  async function fetchTenantToken(tenant: string): Promise<Token> {
    const app = await get("app_access_token", {});
    return requests.ofTenant(app.token, tenant).catch(async (error: LarkAuthError) => {
      const other = error.category === "token_invalid" ? await get("app_access_token", {}, app.token) : app;
      if (other.token === app.token) {
        throw error;
      }
      return requests.ofTenant(other.token, tenant);
    });
  }

  function createSlot(kind: TokenKind, tenant: string): Slot {
    const ofMarketplace = tenant ? () => fetchTenantToken(tenant) : fetchAppToken;
    return new Slot({
      kind,
      key: storeKey(keyPrefix, kind, host, appId, tenant),
      store: isKept ? source.store : undefined,
      isKept,
      ask,
      log,
      fetch: isMarketplace ? ofMarketplace : () => requests.ofSelfBuiltApp(kind),
    });
  }

  function get(kind: TokenKind, owner: TokenOwner, refused?: string): Token | Promise<Token> {
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
      await tickets.set(ticket);
      for (const slot of slots.values()) {
        slot.retry();
      }
    },
  };
}
