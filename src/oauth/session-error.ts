import { LarkAuthError } from "../base/index.ts";
import type { Authorization, AuthorizeRequest } from "./options.ts";

/** Why a user has no token. */
export type SessionProblem =
  /** The user has not signed in, or the session was removed. */
  | "no_session"
  /** The refresh token is dead, or its answer was lost. */
  | "session_lost"
  /** The access token has ended, and nothing renews it: the login did not request `offline_access`. */
  | "no_refresh_token";

const MESSAGES: Readonly<Record<SessionProblem, string>> = {
  no_session: "has not signed in",
  session_lost: "must sign in again: the refresh token is dead",
  no_refresh_token: "must sign in again: the login had no scope offline_access",
};

/**
 * There is no token of a user, and only the user can change that: by signing in.
 *
 * @see https://open.feishu.cn/document/authentication-management/access-token/refresh-user-access-token
 */
export class LarkSessionError extends LarkAuthError {
  override readonly name: string = "LarkSessionError";
  declare readonly problem: SessionProblem;
  /** The `open_id` of the user. */
  declare readonly user: string;
  /**
   * The address of the page on which the user can sign in again, as `createOAuth` makes it.
   *
   * @throws {TypeError} There is no `redirectUri`, or the request is none that `authorizeUrl` of `createOAuth` takes.
   */
  declare readonly authorizeUrl: (request?: AuthorizeRequest) => Promise<Authorization>;

  constructor(
    problem: SessionProblem,
    user: string,
    authorizeUrl: (request?: AuthorizeRequest) => Promise<Authorization>,
    cause?: unknown,
  ) {
    super(`${user} ${MESSAGES[problem]}`, {
      code: "LARK_AUTH",
      operation: "user_access_token",
      status: 0,
      category: "refused",
      tokenKind: "user_access_token",
      problem,
      user,
      cause,
    });
    // Not among the fields that a log shows.
    Object.defineProperty(this, "authorizeUrl", { value: authorizeUrl });
  }
}
