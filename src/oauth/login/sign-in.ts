import { LarkApiError, tellOf } from "../../base/index.ts";
import type { Attempt } from "./attempts.ts";
import { readCookies, writeCookie } from "./cookies.ts";
import type { LoggedIn, LoginProblem } from "./options.ts";
import type { Parts } from "./parts.ts";

/** Ends the handling of a request with a problem. */
export class Stop extends Error {
  readonly problem: LoginProblem;

  constructor(problem: LoginProblem) {
    super(problem);
    this.problem = problem;
  }
}

/**
 * Exchanges a code, stores the tokens, and begins a session under a new id. Resolves to its cookie.
 *
 * A login for the sake of certain scopes is refused if the person granted none of them. Otherwise the page that needs one would begin
 * the same login again.
 */
export async function signIn(
  parts: Parts,
  request: Request,
  code: string,
  { codeVerifier, scopes = [] }: Partial<Attempt> = {},
): Promise<string> {
  const { oauth, users, options, sessions, rules, sessionCookie, sessionSeconds, log } = parts;
  const { onLogin, perTenant } = options;
  const token = await oauth.exchange({ code, codeVerifier });
  const needed = scopes.filter((scope) => scope !== "offline_access");
  if (needed.length && !needed.some((scope) => token.scopes.includes(scope))) {
    throw new Stop("denied");
  }
  let who: LoggedIn | undefined;
  await users.add(token, async (info) => {
    const verdict = await Promise.resolve(onLogin?.(info, request)).catch((error) => {
      log("warn", `onLogin refused ${info.open_id}:`, tellOf(error));
      return false;
    });
    if (verdict === false) {
      throw new Stop("not_allowed");
    }
    const owner = perTenant ? { tenantKey: info.tenant_key } : {};
    who = { user: info.open_id, ...owner };
    return owner;
  });
  const before = readCookies(request).get(sessionCookie);
  if (before) {
    await sessions.end(before);
  }
  return writeCookie(rules, sessionCookie, await sessions.begin(who as LoggedIn), sessionSeconds);
}

/** What a failure means to the person. Everything else goes to the log. */
export function problemOf({ log }: Parts, error: unknown): LoginProblem {
  if (error instanceof Stop) {
    return error.problem;
  }
  log("warn", "a login failed:", tellOf(error));
  return error instanceof LarkApiError && error.category !== "transient" ? "refused" : "unavailable";
}
