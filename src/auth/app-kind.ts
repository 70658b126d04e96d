import type { Log, TokenKind } from "../base/index.ts";
import type { Ask, KeyValueStore } from "../store/index.ts";
import type { TokenOwner, TokenProvider } from "./provider.ts";
import type { Token } from "./token.ts";
import type { TokenRequests } from "./token-requests.ts";

/** The kinds of token that belong to an app. */
export type AppTokenKind = Exclude<TokenKind, "user_access_token">;

/** What a kind of app fetches its tokens with. */
export interface AppParts {
  readonly requests: TokenRequests;
  readonly credentials: { readonly app_id: string; readonly app_secret: string };
  /** The platform's origin. */
  readonly origin: string;
  /** Where the `app_ticket` is. */
  readonly place: { readonly store?: KeyValueStore | undefined; readonly keyPrefix?: string | undefined };
  readonly ask: Ask;
  readonly log: Log;
  /** Gives a token of the same app. */
  readonly get: TokenProvider<AppTokenKind>["get"];
}

/** How an app that is not self-built gets its tokens. */
export interface AppTokens {
  /**
   * The tenant that a token is for; empty if it is for the app.
   *
   * @throws {TypeError} `owner` names none.
   */
  tenantOf(kind: AppTokenKind, owner: TokenOwner): string;
  fetch(kind: AppTokenKind, tenant: string): Promise<Token>;
  setAppTicket?(ticket: string): Promise<void>;
}

/** A value of the client's option `appType`, which is imported (`marketplace`), or a part of what `keyless` makes. */
export type AppKind = (parts: AppParts) => AppTokens;
