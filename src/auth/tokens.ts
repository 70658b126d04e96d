import { assertText, type LarkAuthError, type Log, type TokenKind } from "../base/index.ts";
import type { Transport, TransportRequest } from "../http/index.ts";
import { type Ask, createAsk, type KeyValueStore, storeKey } from "../store/index.ts";
import { createMarketplace, type Marketplace } from "./marketplace.ts";
import type { TokenOwner, TokenProvider } from "./provider.ts";
import { Slot } from "./slot.ts";
import type { Token } from "./token.ts";
import { createTokenRequests, type TokenRequests } from "./token-requests.ts";

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

/** The provider of an app's own tokens: of the app, and of the tenants that it serves. */
export class Tokens implements TokenProvider<AppTokenKind> {
  readonly #source: TokenSource;
  readonly #isMarketplace: boolean;
  readonly #credentials: { app_id: string; app_secret: string };
  readonly #ask: Ask;
  readonly #requests: TokenRequests;
  readonly #marketplace: Marketplace;
  readonly #slots: Map<string, Slot> = new Map();

  constructor(source: TokenSource) {
    const { transport, origin, request, log } = source;
    this.#source = source;
    this.#isMarketplace = source.appType === "marketplace";
    this.#credentials = { app_id: source.appId, app_secret: source.appSecret };
    this.#ask = createAsk(log);
    this.#requests = createTokenRequests(transport, origin, request, log);
    this.#marketplace = createMarketplace(this.#requests, this.#credentials, source, this.#ask, log);
  }

  get(kind: AppTokenKind, owner: TokenOwner, refused?: string): Token | Promise<Token> {
    let tenant = "";
    if (this.#isMarketplace && kind === "tenant_access_token") {
      assertText(owner, "tenantKey");
      tenant = owner.tenantKey as string;
    }
    const name = kind + tenant;
    let slot = this.#slots.get(name);
    if (!slot) {
      slot = this.#createSlot(kind, tenant);
      this.#slots.set(name, slot);
    }
    return slot.get(owner, refused);
  }

  /** Gives the `app_ticket` of a marketplace app. */
  async setAppTicket(ticket: string): Promise<void> {
    await this.#marketplace.setAppTicket(ticket);
    for (const slot of this.#slots.values()) {
      slot.retry();
    }
  }

  #createSlot(kind: AppTokenKind, tenant: string): Slot {
    const { appId, origin, store, keyPrefix, disableTokenCache, log } = this.#source;
    const ofMarketplace = tenant ? () => this.#fetchTenantToken(tenant) : this.#marketplace.fetchAppToken;
    const ofSelfBuilt = () => this.#requests.token(kind, `${kind}/internal`, this.#credentials);
    return new Slot(
      {
        kind,
        key: storeKey(keyPrefix, kind, new URL(origin).host, appId, tenant),
        store: disableTokenCache ? undefined : store,
        ask: this.#ask,
        log,
        fetch: this.#isMarketplace ? ofMarketplace : ofSelfBuilt,
      },
      !disableTokenCache,
    );
  }

  async #fetchTenantToken(tenant_key: string): Promise<Token> {
    const kind = "tenant_access_token";
    const { token: app_access_token } = await this.get("app_access_token", {});
    return this.#requests.token(kind, kind, { app_access_token, tenant_key }).catch(async (error: LarkAuthError) => {
      if (error.category !== "token_invalid") {
        throw error;
      }
      const other = await this.get("app_access_token", {}, app_access_token);
      // The platform may give the same token again: then it is not the token that is wrong.
      if (other.token === app_access_token) {
        throw error;
      }
      return this.#requests.token(kind, kind, { app_access_token: other.token, tenant_key });
    });
  }
}
