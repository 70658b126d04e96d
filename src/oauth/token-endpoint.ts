import type { Proof } from "../auth/index.ts";
import { isToken, LarkTransportError } from "../base/index.ts";
import type { Transport } from "../http/index.ts";
import type { UserToken } from "./options.ts";

/** Exchanges a grant for a token. */
export type RequestToken = (name: string, grant: object) => Promise<UserToken>;

const texts = (value: unknown): string[] => (typeof value === "string" ? value.split(/\s+/).filter(Boolean) : []);

/** How long an exchange may take, in milliseconds: less than an instance may take for a renewal. */
const DEADLINE_MS = 20_000;

/**
 * Makes the function that exchanges grants: at the endpoint of version 2, or of version 3 for an app without a secret.
 *
 * A grant works once. So a request is sent again only if the platform refused it for its rate: without an answer it is not known
 * whether the platform took the grant.
 *
 * @param prove - Gives the address, and what proves the app there.
 */
export function createTokenEndpoint(
  transport: Transport,
  prove: () => Proof | Promise<Proof>,
  timeoutMs: number | undefined,
): RequestToken {
  return async (name, grant) => {
    const { operation: endpoint, url, data } = await prove();
    const operation = `${endpoint}.${name}`;
    const sentAt = Date.now();
    const answer = await transport({
      operation,
      method: "POST",
      url,
      data: { ...grant, ...data },
      timeoutMs,
      deadlineMs: DEADLINE_MS,
    });
    const { access_token, expires_in, refresh_token, refresh_token_expires_in, scope } = Object(answer);
    if (!isToken(access_token) || !(refresh_token === undefined || isToken(refresh_token))) {
      throw new LarkTransportError(`${operation}: no usable token in the answer: check the domain`, {
        code: "LARK_BAD_ANSWER",
        status: 200,
      });
    }
    const end = (seconds: unknown) => sentAt + (Number(seconds) * 1_000 || 0);
    return {
      accessToken: access_token,
      expiresAt: end(expires_in),
      refreshToken: refresh_token,
      refreshExpiresAt: refresh_token && end(refresh_token_expires_in),
      scopes: texts(scope),
    };
  };
}
