import type { Answer, OpenCall, Route } from "../../gateway/route.ts";
import { openRoute, service } from "../../gateway/service.ts";
import type { EmulatedApp, EmulatedUser } from "../../platform/types.ts";
import { oauthError } from "./errors.ts";
import { accountsPage, decisionForm, escapeHtml, linkWith, peopleList } from "./pages.ts";
import { authenOf, type CodeGrant, grantScopes } from "./state.ts";
import { wordsOf } from "./words.ts";

/** The scope with which a refresh token comes. */
const OFFLINE = "offline_access";
const CODE_LIFE_MS = 5 * 60 * 1000;

const scopesOf = (query: URLSearchParams): string[] => query.get("scope")?.split(" ").filter(Boolean) ?? [];

/** The scopes of the query that the person has not granted yet. */
function newScopes({ state, query }: OpenCall, appId: string, { openId }: EmulatedUser): string[] {
  const granted = authenOf(state).granted?.get(`${appId}:${openId}`) ?? [];
  return scopesOf(query).filter((scope) => !granted.includes(scope));
}

/** The page on which a person is chosen, who then consents if there is something new to grant. */
function choosePage(call: OpenCall, app: EmulatedApp, users: readonly EmulatedUser[]): Answer {
  const { query } = call;
  const link = (user: EmulatedUser): string => {
    const isAsked = query.get("prompt") === "consent" || newScopes(call, app.appId, user).length > 0;
    return linkWith(query, { [isAsked ? "person" : "open_id"]: user.openId }, user.name);
  };
  const words = wordsOf(call.request);
  return accountsPage(words, words.say("Sign in to {app}", { app: app.name }), peopleList(users, link));
}

/** The page on which a person grants scopes, each or not, or refuses. */
function consentPage(call: OpenCall, app: EmulatedApp, user: EmulatedUser): Answer {
  const words = wordsOf(call.request);
  const { say } = words;
  const scopes = newScopes(call, app.appId, user).map((scope) => {
    const name = escapeHtml(scope);
    return `<li><label><input type="checkbox" name="grant" value="${name}" checked> ${name}</label></li>`;
  });
  const wish = escapeHtml(say("{user}, the app wants to", { user: user.name }));
  const list = `<p>${wish}</p><ul>${scopes.join("")}</ul><p>${say("Scopes without a check mark are not granted.")}</p>`;
  const body = scopes.length > 0 ? list : "";
  const form = decisionForm(call.query, { open_id: user.openId }, body, [say("Allow"), say("Deny")]);
  return accountsPage(words, say("Access for {app}", { app: app.name }), form);
}

/** The scopes that the person grants now: all, unless the form of the page says which. */
function chosenScopes(query: URLSearchParams): string[] {
  const ticked = query.getAll("grant");
  return scopesOf(query).filter((scope) => query.get("decision") !== "allow" || ticked.includes(scope));
}

/** The address that a browser returns to. The developer's list is compared without query and fragment. */
function readRedirectUri(query: URLSearchParams, app: EmulatedApp): URL {
  const text = query.get("redirect_uri") ?? "";
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw oauthError(20001);
  }
  const url = new URL(text);
  const bare = (address: string): string => address.replace(/[?#].*$/s, "");
  if (app.redirectUris !== undefined && !app.redirectUris.some((one) => bare(one) === bare(text))) {
    throw oauthError(20029);
  }
  return url;
}

/** Makes a code for what a person grants. */
function grantCode({ state, query }: OpenCall, appId: string, { openId }: EmulatedUser): string {
  const code = state.ids.hex("authorization-code", 64);
  const wanted = scopesOf(query);
  const scopes = wanted.length > 0 ? grantScopes(authenOf(state), appId, openId, chosenScopes(query)) : undefined;
  const challenge = query.get("code_challenge");
  const grant: CodeGrant = {
    appId,
    openId,
    redirectUri: query.get("redirect_uri") ?? "",
    expiresAt: state.now() + CODE_LIFE_MS,
    isUsed: false,
    isOffline: scopes === undefined || (wanted.includes(OFFLINE) && scopes.includes(OFFLINE)),
    ...(scopes === undefined ? {} : { scopes }),
    ...(challenge === null ? {} : { challenge, challengeMethod: query.get("code_challenge_method") ?? "plain" }),
  };
  authenOf(state).codes.set(code, grant);
  return code;
}

/** Sends the browser back, with a code or with the person's refusal. */
function sendBack(call: OpenCall, appId: string, user: EmulatedUser, target: URL): Answer {
  const { query } = call;
  if (query.get("decision") === "deny") {
    target.searchParams.set("error", "access_denied");
  } else {
    target.searchParams.set("code", grantCode(call, appId, user));
  }
  const sent = query.get("state");
  if (sent !== null) {
    target.searchParams.set("state", sent);
  }
  return { status: 302, bytes: new Uint8Array(), headers: { location: target.href, "content-type": "text/plain" } };
}

function authorize(call: OpenCall): Answer {
  const { state, query } = call;
  const appId = query.get("client_id") ?? query.get("app_id") ?? "";
  if (appId === "") {
    throw oauthError(20001);
  }
  const app = state.apps.get(appId)?.app;
  if (app === undefined) {
    throw oauthError(20048);
  }
  const target = readRedirectUri(query, app);
  if (app.scopes !== undefined && scopesOf(query).some((scope) => !app.scopes?.includes(scope))) {
    throw oauthError(20027);
  }
  const isHere = ({ tenantKey }: EmulatedUser): boolean => app.appType === "marketplace" || tenantKey === app.tenantKey;
  const chosen = query.get("open_id") ?? query.get("person");
  if (chosen === null) {
    return choosePage(call, app, [...state.users.values()].filter(isHere));
  }
  const user = state.users.get(chosen);
  if (user === undefined || !isHere(user)) {
    throw oauthError(20008);
  }
  return query.get("open_id") === null ? consentPage(call, app, user) : sendBack(call, appId, user, target);
}

const NOTES = [
  ["The page lists the people, then the scopes that the person has not granted yet", "documentation"],
  ["With `open_id` in the query that person grants everything at once, and refuses with `decision=deny`", "assumption"],
  ["A person can leave scopes out: with `decision=allow` only those of `grant` are granted", "assumption"],
  ["Without new scopes and without `prompt=consent` the browser goes back at once", "documentation"],
  ["Scopes add up: the newest token has all that the person has granted", "documentation"],
  ["20027: the app does not have a scope of the query", "documentation"],
  ["An address outside of the app's `redirectUris` is 20029; query and fragment are not compared", "assumption"],
  ["Without a list in the app every http and https address may be the `redirect_uri`", "assumption"],
  ["Whoever signs in without a scope in the query grants every scope of the app", "assumption"],
] as const;

/** Signing in. Page: https://open.feishu.cn/document/common-capabilities/sso/api/obtain-oauth-code */
export const authenAuthorize: readonly Route[] = service("authen/v1", [
  openRoute("GET authorize", authorize, NOTES),
  openRoute("GET index", authorize, NOTES),
]);
