import { type LarkApiError, type LarkApiErrorInfo, LarkAuthError, type TokenKind } from "../base/index.ts";
import type { Transport, TransportRequest } from "../http/index.ts";
import { isToken, MAX_LIFE_MS, type Token } from "./token.ts";

/** The platform's code for an `app_ticket` that is wrong or missing. */
export const TICKET_INVALID = 10012;

/** Sends a request of `auth.v3`: JSON, without a token, safe to repeat. */
export type SendAuth = (path: string, data: object) => Promise<object>;

/** Makes the requests of `auth.v3` from what sends requests, and from what all of them have in common. */
export const createSendAuth =
  (transport: Transport, origin: string, common: Partial<TransportRequest>): SendAuth =>
  (path, data) =>
    transport({
      ...common,
      operation: `auth.v3.${path}`,
      method: "POST",
      url: `${origin}/open-apis/auth/v3/${path}`,
      data,
      isIdempotent: true,
    });

/** There is no token: why, and what to do. */
export function authError(tokenKind: TokenKind, message: string, info: Partial<LarkApiErrorInfo>): LarkAuthError {
  const hint =
    info.platformCode === TICKET_INVALID ? "a new app_ticket was requested: try again" : "check appId, appSecret, domain";
  return new LarkAuthError(`${message}; ${hint}`, { category: "refused", ...info, tokenKind, code: "LARK_AUTH" });
}

/**
 * Requests a token.
 *
 * @throws {LarkAuthError} The platform refused, or its answer holds no usable token.
 * @throws {LarkTransportError} There was no usable answer.
 */
export async function requestToken(send: SendAuth, kind: TokenKind, path: string, data: object): Promise<Token> {
  const sentAt = Date.now();
  const answer = await send(path, data).catch((error: LarkApiError) => {
    throw error.code === "LARK_API" ? authError(kind, error.message, error) : error;
  });
  const { [kind]: token, expire } = Object(answer);
  if (!isToken(token)) {
    const operation = `auth.v3.${path}`;
    throw authError(kind, `${operation}: no usable ${kind} in the answer`, { operation, status: 200 });
  }
  // A life that is no number is none: the token serves this call, and is not kept.
  return { token, expiresAt: sentAt + (Math.min(expire * 1000, MAX_LIFE_MS) || 0) };
}
