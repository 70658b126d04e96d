import { parseObject } from "../../base/index.ts";
import { readStream, toText } from "../../crypto/index.ts";
import { readCookies, writeCookie } from "./cookies.ts";
import type { Login, LoginOptions, LoginRequest } from "./options.ts";
import { problemPage, redirect, statusOf, withCookies } from "./pages.ts";
import { type Parts, partsOf } from "./parts.ts";
import { readReturnTo } from "./return-to.ts";
import { problemOf, Stop, signIn } from "./sign-in.ts";

/** How long the mark of a used login is kept, in seconds: longer than a login may take. */
const USED_SECONDS = 1_200;
/** A code is 64 characters, and a form is short. */
const MAX_BODY_BYTES = 4_096;
/** As many characters of scopes fit into the cookie of a login. */
const MAX_KEPT_LENGTH = 400;
const BODY_TIMEOUT_MS = 5_000;

/** Sends a browser to the platform's page. */
async function begin(parts: Parts, request: Request, given: LoginRequest): Promise<Response> {
  const { oauth, attempts, origin, paths } = parts;
  const isOwnPath = (path: string) => Object.values(paths).includes(path);
  const returnTo = readReturnTo(given.returnTo, origin, isOwnPath);
  // A longer list would make the cookie too long: then a person who grants none of it is not taken for one who refused.
  const kept = `${given.scopes}`.length < MAX_KEPT_LENGTH ? given.scopes : [];
  const { state, codeVerifier, cookies } = await attempts.begin(readCookies(request), returnTo, kept);
  const { url } = await oauth.authorizeUrl({ scopes: given.scopes ?? parts.scopes, state, codeVerifier });
  return withCookies(redirect(url), cookies);
}

/** A parameter that is there once. */
const single = (query: URLSearchParams, name: string): string => {
  const values = query.getAll(name);
  return values.length === 1 ? `${values[0]}` : "";
};

/** The browser is back from the platform's page. */
async function callback(parts: Parts, request: Request, query: URLSearchParams): Promise<Response> {
  const { attempts, store, ask, keyOf, origin, paths, options } = parts;
  const state = single(query, "state");
  let returnTo = "/";
  try {
    const attempt = await attempts.find(readCookies(request), state);
    if (!attempt) {
      throw new Stop("unknown");
    }
    returnTo = attempt.returnTo;
    const claimed = await ask(() => {
      const key = keyOf("login_state", state);
      return store.compareAndSet(key, null, "used", { ttlSeconds: USED_SECONDS });
    });
    if (!claimed?.value) {
      throw new Stop(claimed ? "used" : "unavailable");
    }
    const code = single(query, "code");
    if (!code) {
      throw new Stop(query.get("error") === "access_denied" ? "denied" : "refused");
    }
    const cookie = await signIn(parts, request, code, attempt);
    return withCookies(redirect(origin + returnTo), [cookie, attempts.end(state)]);
  } catch (error) {
    const problem = problemOf(parts, error);
    const retry = `${paths.login}?${new URLSearchParams({ returnTo })}`;
    const page = await (options.onProblem ?? problemPage)(problem, retry);
    return withCookies(page, state ? [attempts.end(state)] : []);
  }
}

/** Whether a page of this site sent the request. Browsers say so, and no page can change what they say. */
function isOwnRequest({ headers }: Request, origin: string): boolean {
  const site = headers.get("sec-fetch-site") ?? "same-origin";
  return headers.get("origin") === origin && site === "same-origin";
}

/** Reads a small body: JSON, or a form. */
async function readBody(request: Request): Promise<Record<string, unknown>> {
  const text = toText(await readStream(request.body, MAX_BODY_BYTES, BODY_TIMEOUT_MS));
  return /json/.test(request.headers.get("content-type") ?? "")
    ? (parseObject(text) ?? {})
    : Object.fromEntries(new URLSearchParams(text));
}

/** A page inside the client has a code. */
async function inClient(parts: Parts, request: Request): Promise<Response> {
  try {
    const { code } = await readBody(request);
    if (typeof code !== "string" || !/^[\w-]{1,512}$/.test(code)) {
      throw new Stop("unknown");
    }
    return withCookies(new Response(null, { status: 204 }), [await signIn(parts, request, code)]);
  } catch (error) {
    const problem = problemOf(parts, error);
    return withCookies(Response.json({ problem }, { status: statusOf(problem) }), []);
  }
}

async function logOut(parts: Parts, request: Request): Promise<Response> {
  const { users, sessions, sessionCookie, rules, origin } = parts;
  const isForm = !/json/.test(request.headers.get("content-type") ?? "json");
  try {
    const { forget } = await readBody(request);
    const id = readCookies(request).get(sessionCookie);
    const who = id && (await sessions.find(id));
    if (id && who) {
      await sessions.end(id);
      if (`${forget}` === "true") {
        await users.remove(who.user, who);
      }
    }
  } catch (error) {
    const problem = problemOf(parts, error);
    return withCookies(Response.json({ problem }, { status: statusOf(problem) }), []);
  }
  const answer = isForm ? redirect(`${origin}/`) : new Response(null, { status: 204 });
  return withCookies(answer, [writeCookie(rules, sessionCookie, "", 0)]);
}

/**
 * Makes the login of a site: the platform's page, the way back, sessions by cookie, and logout.
 *
 * The browser gets an id and no token. A login is bound to the browser that began it and works once, and the browser returns to
 * paths of this site only.
 *
 * @throws {TypeError} `oauth` has no `redirectUri` of `https`, the store has no `compareAndSet`, or `cookieSecret` is too short.
 * @throws {RangeError} `sessionSeconds` is not positive.
 * @example
 * const site = login({ oauth, users, store, cookieSecret: env.COOKIE_SECRET });
 * app.all("/auth/*", (c) => site.fetch(c.req.raw)); // redirectUri: https://bot.example/auth/callback
 * const who = await site.user(request);
 * const calendars = who && (await client.with(who).calendar.v4.calendar.list());
 * @see https://open.feishu.cn/document/authentication-management/access-token/obtain-oauth-code
 */
export function login(options: LoginOptions): Login {
  const parts = partsOf(options);
  const { origin, paths, sessions, sessionCookie } = parts;
  const gets: Record<string, (request: Request, query: URLSearchParams) => Promise<Response>> = {
    [paths.login]: (request, query) => begin(parts, request, { returnTo: query.get("returnTo") ?? "/" }),
    [paths.callback]: (request, query) => callback(parts, request, query),
  };
  const posts: Record<string, (request: Request) => Promise<Response>> = {
    [paths.code]: (request) => inClient(parts, request),
    [paths.logout]: (request) => logOut(parts, request),
  };
  return {
    async fetch(request) {
      const { pathname, searchParams } = new URL(request.url);
      const isGet = Object.hasOwn(gets, pathname);
      if (!isGet && !Object.hasOwn(posts, pathname)) {
        return new Response(null, { status: 404 });
      }
      const method = isGet ? "GET" : "POST";
      if (request.method !== method) {
        return new Response(null, { status: 405, headers: { allow: method } });
      }
      if (isGet) {
        return gets[pathname]?.(request, searchParams) as Promise<Response>;
      }
      return isOwnRequest(request, origin)
        ? (posts[pathname]?.(request) as Promise<Response>)
        : new Response(null, { status: 403 });
    },
    async user(request) {
      const id = readCookies(request).get(sessionCookie);
      return id ? sessions.find(id) : undefined;
    },
    begin: (request, given = {}) => begin(parts, request, given),
  };
}
