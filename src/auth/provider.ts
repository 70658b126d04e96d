import type { TokenKind } from "../base/index.ts";
import type { Token } from "./token.ts";

/** Whose app, and where a token may be renewed. */
export interface TokenOptions {
  /** The tenant of a marketplace app. Default: the one tenant of a self-built app. */
  tenantKey?: string | undefined;
  /** Keeps a background refresh alive: an event's `ctx.waitUntil`. Default: none. */
  waitUntil?: ((work: Promise<unknown>) => void) | undefined;
}

/** Whose token it is. */
export interface TokenOwner extends TokenOptions {
  /** The `open_id` of a user. Only for a `user_access_token`. */
  user?: string | undefined;
}

/**
 * Gives tokens. The client calls it before a request, and knows nothing else of tokens.
 *
 * An app's own tokens, those of a marketplace app and those of users each come from a provider.
 */
export interface TokenProvider<Kind extends TokenKind = TokenKind> {
  /**
   * Gives a token that can be used now. Concurrent callers share one request.
   *
   * @param refused - A token that the platform has just declared invalid. The provider gives another one if it can. If it
   *   gives the same one, the caller should not try again.
   * @returns The token itself where it is known, which costs no turn of the event loop; else its promise.
   * @throws {TypeError} `owner` lacks what this kind of token needs: `tenantKey` or `user`.
   * @throws {LarkAuthError} The platform refused to give a token, or there is no session of this user.
   * @throws {LarkTransportError} There was no usable answer to the request for it.
   */
  get(kind: Kind, owner: TokenOwner, refused?: string): Token | Promise<Token>;
}
