import { type LarkApiError, LarkAuthError, type Log, type TokenKind } from "../base/index.ts";
import { isToken, MAX_LIFE_MS, type Token } from "./token.ts";

/** Sends a token request: JSON, without a token, safe to repeat. */
export type Post = (path: string, data: Record<string, unknown>) => Promise<object>;

/** The platform's code for an `app_ticket` that is wrong or missing. */
export const TICKET_INVALID = 10012;

/** How often a request is sent whose answer holds no usable token. */
const TRIES = 2;

/** The requests for the tokens of one app. */
export class TokenRequests {
  readonly #post: Post;
  readonly #log: Log;
  readonly #credentials: Record<string, unknown>;

  constructor(post: Post, log: Log, app_id: string, app_secret: string) {
    this.#post = post;
    this.#log = log;
    this.#credentials = { app_id, app_secret };
  }

  /** A token of a self-built app, for its secret. */
  ofSelfBuiltApp(kind: TokenKind): Promise<Token> {
    return this.#send(kind, `${kind}/internal`, this.#credentials);
  }

  /** The `app_access_token` of a marketplace app, for its secret and its ticket. */
  ofMarketplaceApp(app_ticket: string): Promise<Token> {
    return this.#send("app_access_token", "app_access_token", { ...this.#credentials, app_ticket });
  }

  /** The `tenant_access_token` of a marketplace app, for its `app_access_token`. */
  ofTenant(app_access_token: string, tenant_key: string): Promise<Token> {
    return this.#send("tenant_access_token", "tenant_access_token", { app_access_token, tenant_key });
  }

  /** Asks the platform to push the `app_ticket` again. */
  async resendTicket(): Promise<void> {
    await this.#post("app_ticket/resend", this.#credentials);
  }

  async #send(tokenKind: TokenKind, path: string, data: Record<string, unknown>): Promise<Token> {
    const operation = `auth.v3.${path}`;
    for (let count = 0; count < TRIES; count++) {
      const sentAt = Date.now();
      const answer = await this.#post(path, data).catch((error) => {
        throw toAuthError(error, tokenKind);
      });
      const { [tokenKind]: token, expire } = Object(answer);
      if (isToken(token)) {
        // A life that is no number is none: the token serves this call, and is not kept.
        return { token, expiresAt: sentAt + (Math.min(Number(expire) * 1000, MAX_LIFE_MS) || 0) };
      }
      this.#log("warn", `the answer to ${operation} holds no usable ${tokenKind}`);
    }
    throw new LarkAuthError(`${operation}: the answer holds no usable ${tokenKind}; check domain`, {
      code: "LARK_AUTH",
      operation,
      status: 200,
      category: "refused",
      tokenKind,
    });
  }
}

/** Makes of a refusal the error that says which token is missing. A request without an answer stays what it is. */
function toAuthError(error: LarkApiError, tokenKind: TokenKind): unknown {
  if (error.code !== "LARK_API") {
    return error;
  }
  const hint = error.platformCode === TICKET_INVALID ? "the app_ticket is not valid" : "check appId, appSecret, domain";
  return new LarkAuthError(`${error.message}; ${hint}`, { ...error, tokenKind, code: "LARK_AUTH" });
}
