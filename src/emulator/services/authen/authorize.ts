import type { Answer, OpenCall, Route } from "../../gateway/route.ts";
import { openRoute, service } from "../../gateway/service.ts";
import type { EmulatedUser } from "../../platform/types.ts";
import { oauthError } from "./errors.ts";
import { authenOf, type CodeGrant } from "./state.ts";

const CODE_LIFE_MS = 5 * 60 * 1000;

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** The page on which a person signs in: a link for each. */
function page(name: string, users: readonly EmulatedUser[], query: URLSearchParams): string {
  const links = users.map((user) => {
    const params = new URLSearchParams(query);
    params.set("open_id", user.openId);
    return `<li><a href="?${escapeHtml(params.toString())}">${escapeHtml(user.name)}</a></li>`;
  });
  const title = `Sign in to ${escapeHtml(name)}`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><ul>${links.join("")}</ul></html>`;
}

function isHttp(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** Where the browser goes with the code. */
function redirectTo({ state, query }: OpenCall, appId: string, user: EmulatedUser, redirectUri: string): Answer {
  const code = state.ids.hex("authorization-code", 64);
  const scopes = query.get("scope")?.split(" ").filter(Boolean) ?? [];
  const challenge = query.get("code_challenge");
  const grant: CodeGrant = {
    appId,
    openId: user.openId,
    redirectUri,
    expiresAt: state.now() + CODE_LIFE_MS,
    isUsed: false,
    ...(scopes.length === 0 ? {} : { scopes }),
    ...(challenge === null ? {} : { challenge, challengeMethod: query.get("code_challenge_method") ?? "plain" }),
  };
  authenOf(state).codes.set(code, grant);
  const target = new URL(redirectUri);
  target.searchParams.set("code", code);
  const sent = query.get("state");
  if (sent !== null) {
    target.searchParams.set("state", sent);
  }
  return { status: 302, bytes: new Uint8Array(), headers: { location: target.href, "content-type": "text/plain" } };
}

function authorize(call: OpenCall): Answer {
  const { state, query } = call;
  const appId = query.get("client_id") ?? query.get("app_id") ?? "";
  const redirectUri = query.get("redirect_uri") ?? "";
  if (appId === "" || !isHttp(redirectUri)) {
    throw oauthError(20001);
  }
  const app = state.apps.get(appId)?.app;
  if (app === undefined) {
    throw oauthError(20048);
  }
  const isHere = ({ tenantKey }: EmulatedUser): boolean => app.appType === "marketplace" || tenantKey === app.tenantKey;
  const openId = query.get("open_id");
  if (openId === null) {
    const users = [...state.users.values()].filter(isHere);
    const bytes = new TextEncoder().encode(page(app.name, users, query));
    return { bytes, headers: { "content-type": "text/html; charset=utf-8" } };
  }
  const user = state.users.get(openId);
  if (user === undefined || !isHere(user)) {
    throw oauthError(20008);
  }
  return redirectTo(call, appId, user, redirectUri);
}

const NOTES = [
  ["The page lists the people; with `open_id` in the query, that person signs in at once", "assumption"],
  ["Every http and https address may be the `redirect_uri`", "assumption"],
  ["Whoever signs in grants the scopes of the query; without any, every scope of the app", "assumption"],
] as const;

/** Signing in. Page: https://open.feishu.cn/document/common-capabilities/sso/api/obtain-oauth-code */
export const authenAuthorize: readonly Route[] = service("authen/v1", [
  openRoute("GET authorize", authorize, NOTES),
  openRoute("GET index", authorize, NOTES),
]);
