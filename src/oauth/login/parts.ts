import { assertPositive, createLog, type Log } from "../../base/index.ts";
import { type Ask, createAsk, type KeyValueStore, storeKey } from "../../store/index.ts";
import { type Attempts, createAttempts } from "./attempts.ts";
import { type CookieRules, cookieRules } from "./cookies.ts";
import type { LoginOptions } from "./options.ts";
import { createWebSessions, type WebSessions } from "./web-sessions.ts";

/** How long a person stays signed in, in seconds. */
export const DEFAULT_SESSION_SECONDS = 604_800;
const MIN_SECRET_LENGTH = 32;

/** The parts of a login, made from its options. */
export interface Parts extends Required<Pick<LoginOptions, "oauth" | "users">> {
  readonly options: LoginOptions;
  readonly scopes: readonly string[];
  readonly sessionSeconds: number;
  readonly store: Required<Pick<KeyValueStore, "compareAndSet">>;
  readonly ask: Ask;
  readonly log: Log;
  /** The origin of the site, as browsers see it. */
  readonly origin: string;
  /** The four addresses. */
  readonly paths: Readonly<Record<"login" | "callback" | "code" | "logout", string>>;
  readonly rules: CookieRules;
  readonly attempts: Attempts;
  readonly sessions: WebSessions;
  readonly sessionCookie: string;
  keyOf(kind: "login_state" | "login_session", name: string): string;
}

/** The address of the site. Over plain `http` anybody on the way could read the cookies. */
function readRedirect(redirectUri: string | undefined): URL {
  const url = new URL(redirectUri ?? "about:blank");
  if (!/^(https:|http:..(localhost|127\.0\.0\.1|\[::1])[:/])/.test(url.href)) {
    throw new TypeError("login: createOAuth needs a redirectUri of https, or of http on localhost");
  }
  return url;
}

function assertParts({ oauth, users, store, cookieSecret }: LoginOptions): string[] {
  if (typeof oauth?.exchange !== "function" || typeof users?.add !== "function") {
    throw new TypeError("login: oauth must be createOAuth(…), and users userTokens(…)");
  }
  if (!store?.compareAndSet) {
    throw new TypeError("login: the store needs compareAndSet (durable-object, d1, deno-kv, redis, upstash, memory)");
  }
  const secrets = [cookieSecret].flat() as string[];
  if (!secrets.length || secrets.some((one) => typeof one !== "string" || one.length < MIN_SECRET_LENGTH)) {
    throw new TypeError(`login: cookieSecret must have ${MIN_SECRET_LENGTH} characters: openssl rand -base64 32`);
  }
  return secrets;
}

/**
 * Makes the parts of a login.
 *
 * @throws {TypeError} An option is missing or cannot be used.
 * @throws {RangeError} `sessionSeconds` is not positive.
 */
export function partsOf(options: LoginOptions): Parts {
  const secrets = assertParts(Object(options));
  const { oauth, users, store, keyPrefix, sessionSeconds = DEFAULT_SESSION_SECONDS } = options;
  const { scopes = ["offline_access"] } = options;
  assertPositive("sessionSeconds", sessionSeconds);
  const url = readRedirect(oauth.redirectUri);
  const beside = (name: string) => new URL(name, url).pathname;
  const paths = { login: beside("login"), callback: url.pathname, code: beside("code"), logout: beside("logout") };
  if (new Set(Object.values(paths)).size < 4) {
    throw new TypeError("login: the path of redirectUri must not end in login, code or logout");
  }
  const log = createLog(options);
  const ask = createAsk(log);
  const rules = cookieRules(url.protocol === "https:");
  const { host } = new URL(oauth.origin);
  const keyOf: Parts["keyOf"] = (kind, name) => `${storeKey(keyPrefix, kind, host, oauth.appId)}:${name}`;
  return {
    options,
    oauth,
    users,
    scopes,
    sessionSeconds,
    store: store as Parts["store"],
    ask,
    log,
    origin: url.origin,
    paths,
    rules,
    keyOf,
    attempts: createAttempts(secrets, oauth.appId, rules),
    sessions: createWebSessions(store, ask, (hash) => keyOf("login_session", hash), sessionSeconds),
    sessionCookie: `${rules.prefix}session`,
  };
}
