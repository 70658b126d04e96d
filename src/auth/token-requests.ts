import {
  isToken,
  type LarkApiError,
  type LarkApiErrorInfo,
  LarkAuthError,
  type Log,
  type TokenKind,
} from "../base/index.ts";
import type { Transport, TransportRequest } from "../http/index.ts";
import { MAX_LIFE_MS, type Token } from "./token.ts";

/** The platform's code for an `app_ticket` that is wrong or missing. */
export const TICKET_INVALID = 10012;

/** Sends the requests of `auth.v3`: JSON, without a token, safe to repeat. */
export interface TokenRequests {
  /** @param place - The name and the address of another endpoint. */
  post(path: string, data: object, place?: Pick<TransportRequest, "operation" | "url">): Promise<object>;
  /**
   * Requests a token, and once more if the answer holds none that can be used.
   *
   * @throws {LarkAuthError} The platform refused, or no answer holds a usable token.
   * @throws {LarkTransportError} There was no usable answer.
   */
  token(kind: TokenKind, path: string, data: object): Promise<Token>;
}

/** There is no token: why, and what to do. */
export function authError(tokenKind: TokenKind, message: string, info: Partial<LarkApiErrorInfo>): LarkAuthError {
  const isTicket = info.platformCode === TICKET_INVALID;
  const hint = isTicket ? "a new app_ticket was requested: try again" : "check appId, appSecret, domain";
  return new LarkAuthError(`${message}; ${hint}`, { category: "refused", ...info, tokenKind, code: "LARK_AUTH" });
}

/** @param common - Settings of all requests: headers, time limits, retries. */
export function createTokenRequests(
  transport: Transport,
  origin: string,
  common: Partial<TransportRequest>,
  log: Log,
): TokenRequests {
  const post: TokenRequests["post"] = (path, data, place) =>
    transport({
      ...common,
      operation: `auth.v3.${path}`,
      method: "POST",
      url: `${origin}/open-apis/auth/v3/${path}`,
      data,
      isIdempotent: true,
      ...place,
    });

  async function token(kind: TokenKind, path: string, data: object, isLast?: boolean): Promise<Token> {
    const sentAt = Date.now();
    const answer = await post(path, data).catch((error: LarkApiError) => {
      throw error.code === "LARK_API" ? authError(kind, error.message, error) : error;
    });
    const { [kind]: text, expire } = Object(answer);
    if (isToken(text)) {
      // A life that is no number is none: the token serves this call, and is not kept.
      return { token: text, expiresAt: sentAt + (Math.min(expire * 1000, MAX_LIFE_MS) || 0) };
    }
    const operation = `auth.v3.${path}`;
    const message = `${operation}: no usable ${kind} in the answer`;
    if (isLast) {
      throw authError(kind, message, { operation, status: 200 });
    }
    log("warn", message);
    return token(kind, path, data, true);
  }

  return { post, token };
}
