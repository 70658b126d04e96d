import { isToken, LarkError, parseObject } from "../base/index.ts";
import type { UserToken } from "./options.ts";

/**
 * A user's session as it is stored.
 * - `fresh`: nothing is under way.
 * - `refreshing`: an instance has sent the refresh token, or is about to. Until the new pair is stored it may be dead.
 * - `lost`: the refresh token is dead, and there is no other. The access token lives on to its end.
 */
export interface Session extends UserToken {
  /** The user that it belongs to, so that a value moved to the key of another one is noticed. */
  readonly user: string;
  /** Grows by one with each new pair. */
  readonly generation: number;
  readonly state: "fresh" | "refreshing" | "lost";
  /** When the user signed in, in milliseconds since the Unix epoch. A random fraction makes it different for each login. */
  readonly since: number;
  /** When it should be renewed, in milliseconds since the Unix epoch. */
  readonly renewAt: number;
  /** How long others leave the renewal to the instance that began it. */
  readonly until?: number | undefined;
  /** The instance that renews it. */
  readonly owner?: string | undefined;
}

/** The earliest and the latest share of its life at which a token is renewed. */
const RENEW_FROM = 0.5;
const RENEW_TO = 0.75;

/** Makes the session of a new pair. Its renewal is at a random time, so that a fleet's sessions do not all renew at once. */
export function freshSession(
  user: string,
  generation: number,
  token: UserToken,
  since: number = Date.now() + Math.random(),
): Session {
  const share = RENEW_FROM + (RENEW_TO - RENEW_FROM) * Math.random();
  const renewAt = Math.round(Date.now() + (token.expiresAt - Date.now()) * share);
  return { ...token, user, generation, since, state: "fresh", renewAt };
}

/**
 * Reads a session.
 *
 * @throws {LarkError} It is none, or another user's. The message does not show it.
 */
export function readSession(text: string, user: string): Session {
  const session = parseObject(text) as Partial<Session> | undefined;
  if (
    !session ||
    session.user !== user ||
    !isToken(session.accessToken) ||
    !(session.refreshToken === undefined || isToken(session.refreshToken)) ||
    !Number.isSafeInteger(session.generation) ||
    !/^(fresh|refreshing|lost)$/.test(`${session.state}`) ||
    !Array.isArray(session.scopes)
  ) {
    throw new LarkError(`the store has something else than the session of ${user}`, { code: "LARK_STORE" });
  }
  return session as Session;
}
