import { equal, toUtf8 } from "../../crypto/index.ts";
import { randomText, toBase64Url } from "../pkce.ts";
import { type CookieRules, writeCookie } from "./cookies.ts";

/** How long a login may take, in seconds: the platform's page, a password, a second factor. */
const LIFE_SECONDS = 600;
/** How many logins one browser may have begun: more would not fit into the headers that servers take. */
const MAX_ATTEMPTS = 5;
/** As many characters of the state name the cookie. */
const NAME_LENGTH = 12;

/** A login that a browser has begun. */
export interface Attempt {
  readonly codeVerifier: string;
  readonly returnTo: string;
  /** The scopes for the sake of which it was begun. Empty for an ordinary login. */
  readonly scopes: readonly string[];
}

/** The logins that browsers have begun. Each is in a cookie of its browser, and nowhere else. */
export interface Attempts {
  /** Begins one. The cookies are for the answer: they replace the oldest if the browser has too many. */
  begin(
    cookies: ReadonlyMap<string, string>,
    returnTo: string,
    scopes?: readonly string[],
  ): Promise<Attempt & { state: string; cookies: string[] }>;
  /** Finds the one of a state; `undefined` if this browser has none, if it was changed, or if it is too old. */
  find(cookies: ReadonlyMap<string, string>, state: string): Promise<Attempt | undefined>;
  /** Removes the cookie of a state. */
  end(state: string): string;
}

async function sign(secret: string, text: string): Promise<string> {
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", toUtf8(secret), hmac, false, ["sign"]);
  return toBase64Url(new Uint8Array(await crypto.subtle.sign("HMAC", key, toUtf8(text))));
}

/** The verifier is made from the state, so that it is in no cookie and no store. */
const verifierOf = (secret: string, state: string) => sign(secret, `verifier.${state}`);

const COOKIE = /^(\d+)\.([\w-]{43})\.(.*)$/;

/**
 * Makes the attempts of an app.
 *
 * @param secrets - The one that signs, then older ones that are still read.
 */
export function createAttempts(secrets: readonly string[], appId: string, rules: CookieRules): Attempts {
  const prefix = `${rules.prefix}login-`;
  const nameOf = (state: string) => prefix + state.slice(0, NAME_LENGTH);
  const signature = (secret: string, state: string, until: string, returnTo: string) =>
    sign(secret, ["attempt", appId, state, until, returnTo].join("."));

  return {
    async begin(cookies, returnTo, scopes = []) {
      const [secret] = secrets as [string];
      const state = randomText();
      const until = `${Date.now() + LIFE_SECONDS * 1_000}`;
      // A path has no blank in it.
      const path = encodeURIComponent([returnTo, ...scopes].join(" "));
      const value = `${until}.${await signature(secret, state, until, path)}.${path}`;
      const older = [...cookies]
        .filter(([name]) => name.startsWith(prefix))
        .sort(([, a], [, b]) => Number.parseInt(b, 10) - Number.parseInt(a, 10))
        .slice(MAX_ATTEMPTS - 1);
      return {
        state,
        returnTo,
        scopes,
        codeVerifier: await verifierOf(secret, state),
        cookies: [
          writeCookie(rules, nameOf(state), value, LIFE_SECONDS),
          ...older.map(([name]) => writeCookie(rules, name, "", 0)),
        ],
      };
    },
    async find(cookies, state) {
      const [, until, signed = "", path = ""] = COOKIE.exec(cookies.get(nameOf(state)) ?? "") ?? [];
      for (const secret of until ? secrets : []) {
        if (equal(signed, await signature(secret, state, `${until}`, path)) && Number(until) > Date.now()) {
          const [returnTo = "/", ...scopes] = decodeURIComponent(path).split(" ");
          return { codeVerifier: await verifierOf(secret, state), returnTo, scopes };
        }
      }
      return;
    },
    end: (state) => writeCookie(rules, nameOf(state), "", 0),
  };
}
