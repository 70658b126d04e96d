import type { LogOptions } from "../../base/index.ts";
import type { KeyValueStore } from "../../store/index.ts";
import type { OAuth } from "../oauth.ts";
import type { UserInfo } from "../options.ts";
import type { SessionOwner, UserTokens } from "../user-tokens.ts";

/** Why a login did not succeed. */
export type LoginProblem =
  /** The person refused on the platform's page, or granted none of the scopes that `begin` requested. */
  | "denied"
  /** This browser did not begin the login, its cookie was changed, or ten minutes are over. */
  | "unknown"
  /** The address was opened a second time. */
  | "used"
  /** `onLogin` returned `false` or threw. */
  | "not_allowed"
  /** The platform did not take the code. */
  | "refused"
  /** The store or the platform did not answer. */
  | "unavailable";

/** How people sign in to a site. */
export interface LoginOptions extends LogOptions {
  /**
   * What `createOAuth` returns, with a `redirectUri` of `https`, or of `http` on this machine. Its path is where the platform sends
   * the browser back to; the other addresses stand beside it. Anything else is a `TypeError`.
   */
  oauth: OAuth;
  /** What `userTokens` returns: it gets the tokens. Anything else is a `TypeError`. */
  users: UserTokens;
  /** Holds who is signed in, and which logins were used. Shared by all instances. A store without `compareAndSet` is a `TypeError`. */
  store: KeyValueStore;
  /** Prefix of every key in the store. Default empty. */
  keyPrefix?: string | undefined;
  /**
   * Signs the cookies of logins that have begun: at least 32 characters (`openssl rand -base64 32`), the current secret first, then
   * older ones. Anything shorter is a `TypeError`, which does not show it.
   */
  cookieSecret: string | readonly string[];
  /** The scopes that each person grants, 50 at most. Default `["offline_access"]`, with which tokens can be renewed. */
  scopes?: readonly string[] | undefined;
  /** How long a person stays signed in, in seconds. Default 604,800, a week. Not positive: a `RangeError`. */
  sessionSeconds?: number | undefined;
  /** Whether the app is a marketplace app, whose people are found by `tenantKey` and `user`. Default `false`. */
  perTenant?: boolean | undefined;
  /**
   * Decides whether a person may sign in: `false` or an error refuses, and nothing is stored. Default: whoever may use the app.
   */
  onLogin?: ((info: UserInfo, request: Request) => unknown) | undefined;
  /**
   * Answers a browser whose login did not succeed.
   *
   * Default: a short page in English with a link to begin again.
   *
   * @param retry - The address that begins the login again.
   */
  onProblem?: ((problem: LoginProblem, retry: string) => Response | Promise<Response>) | undefined;
}

/** Who is signed in: the options of `client.with`. */
export interface LoggedIn extends SessionOwner {
  /** The `open_id`. */
  readonly user: string;
}

/** The scopes of a login, and where it ends. */
export interface LoginRequest {
  /** The scopes that the person grants now. Default: the option `scopes` of `login`. */
  scopes?: readonly string[] | undefined;
  /** Where the browser goes afterwards: a path of this site. Default and for anything else: `/`. */
  returnTo?: string | undefined;
}

/** The login of a site. */
export interface Login {
  /**
   * Answers the four addresses: `GET …/login?returnTo=/path`, `GET` of the redirect address, `POST …/code` and `POST …/logout`.
   * Bound, so that it can be passed on. Any other path is answered with 404.
   *
   * - `POST …/code` with `{"code": "…"}` signs a person in whose code comes from `tt.requestAccess`, inside the client: 204.
   * - `POST …/logout` ends the login: 204, or a redirect to `/` for a form. With `{"forget": true}`, or a form's `forget=true`, the
   *   person's tokens are removed, too.
   *
   * Both take requests of pages of this site only.
   */
  readonly fetch: (request: Request, env?: unknown, ctx?: unknown) => Promise<Response>;
  /**
   * Gets who is signed in; `undefined` if the browser has no session.
   *
   * @throws {LarkError} The store did not answer.
   */
  readonly user: (request: Request) => Promise<LoggedIn | undefined>;
  /**
   * Sends a browser to the platform's page, for example for a scope that a call lacked: `scopes: missingScopes(error)`. If the
   * person then grants none of these scopes, the problem is `denied`.
   *
   * @throws {TypeError} There are more than 50 scopes, one of them twice or with white space.
   */
  readonly begin: (request: Request, login?: LoginRequest) => Promise<Response>;
}
