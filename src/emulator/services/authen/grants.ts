import type { AppRecord, State } from "../../platform/state.ts";
import { issueUserToken } from "../../platform/tokens.ts";
import { type OauthCode, oauthError } from "./errors.ts";
import { authenOf, type CodeGrant, type Grant } from "./state.ts";

const REFRESH_LIFE_MS = 7 * 24 * 60 * 60 * 1000;

/** The scope with which a refresh token comes. */
const OFFLINE = "offline_access";

/** The tokens of a person. */
export interface UserTokens {
  accessToken: string;
  expiresIn: number;
  /** Absent unless the person granted `offline_access`. */
  refreshToken?: string;
  refreshExpiresIn: number;
  /** In a list with blanks. */
  scope: string;
}

/** Makes the tokens of a grant. */
export function issue(
  state: State,
  record: AppRecord,
  { openId, scopes }: Pick<Grant, "openId" | "scopes">,
  isOffline: boolean = true,
): UserTokens {
  const user = state.users.get(openId);
  if (user === undefined) {
    throw oauthError(20008);
  }
  const accessToken = issueUserToken(state, record, user, scopes);
  const made: UserTokens = {
    accessToken,
    expiresIn: Math.floor(state.tokenLifetimeMs / 1000),
    refreshExpiresIn: REFRESH_LIFE_MS / 1000,
    scope: (scopes ?? record.app.scopes ?? [OFFLINE]).join(" "),
  };
  if (!isOffline || (scopes !== undefined && !scopes.includes(OFFLINE))) {
    return made;
  }
  const refreshToken = `ur-${state.ids.hex("refresh-token", 40)}`;
  const { appId } = record.app;
  const expiresAt = state.now() + REFRESH_LIFE_MS;
  const granted = scopes === undefined ? {} : { scopes };
  authenOf(state).refreshTokens.set(refreshToken, { appId, openId, expiresAt, isUsed: false, ...granted });
  return { ...made, refreshToken };
}

/** Narrows what was granted to the scopes of a request. */
function narrow(grant: Grant, scope: string | undefined): Grant {
  if (scope === undefined || scope === "") {
    return grant;
  }
  const scopes = scope.split(" ").filter(Boolean);
  if (new Set(scopes).size < scopes.length) {
    throw oauthError(20067);
  }
  if (grant.scopes !== undefined && scopes.some((one) => !grant.scopes?.includes(one))) {
    throw oauthError(20068);
  }
  return { ...grant, scopes };
}

const base64Url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/[+/=]/g, (c) => ({ "+": "-", "/": "_" })[c] ?? "");

async function checkChallenge({ challenge, challengeMethod }: CodeGrant, verifier: string | undefined): Promise<void> {
  if (challenge === undefined) {
    return;
  }
  const sent =
    challengeMethod === "S256"
      ? base64Url(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier ?? "")))
      : verifier;
  if (sent !== challenge) {
    throw oauthError(20049);
  }
}

/** What a request says beside the code. */
export interface CodeRequest {
  redirectUri?: string | undefined;
  verifier?: string | undefined;
  scope?: string | undefined;
}

/** A grant that an app may use now; what is wrong with any other has its own code. */
function usable<One extends Grant>(
  state: State,
  { app }: AppRecord,
  grant: One | undefined,
  codes: Readonly<Record<"unknown" | "used" | "expired", OauthCode>>,
): One {
  if (grant === undefined) {
    throw oauthError(codes.unknown);
  }
  if (grant.appId !== app.appId) {
    throw oauthError(20024);
  }
  if (grant.isRevoked) {
    throw oauthError(20064);
  }
  if (grant.isUsed) {
    throw oauthError(codes.used);
  }
  if (grant.expiresAt <= state.now()) {
    throw oauthError(codes.expired);
  }
  return grant;
}

/** Makes tokens of an authorization code. */
export async function redeemCode(
  state: State,
  record: AppRecord,
  code: string,
  { redirectUri, verifier, scope }: CodeRequest,
): Promise<UserTokens> {
  const grant = usable(state, record, authenOf(state).codes.get(code), { unknown: 20003, used: 20065, expired: 20004 });
  if (redirectUri !== undefined && redirectUri !== grant.redirectUri) {
    throw oauthError(20071);
  }
  await checkChallenge(grant, verifier);
  const narrowed = narrow(grant, scope);
  grant.isUsed = true;
  return issue(state, record, narrowed, grant.isOffline);
}

/** Makes new tokens of a refresh token, which is good once. */
export function redeemRefreshToken(state: State, record: AppRecord, token: string, scope?: string): UserTokens {
  const codes = { unknown: 20026, used: 20073, expired: 20037 } as const;
  const grant = usable(state, record, authenOf(state).refreshTokens.get(token), codes);
  const narrowed = narrow(grant, scope);
  grant.isUsed = true;
  return issue(state, record, narrowed);
}

/** Ends what a person has granted an app: the refresh tokens, and the access tokens. */
export function revokeGrants(state: State, appId: string, openId: string): void {
  const authen = authenOf(state);
  authen.granted?.delete(`${appId}:${openId}`);
  for (const grant of authen.refreshTokens.values()) {
    if (grant.appId === appId && grant.openId === openId) {
      grant.isRevoked = true;
    }
  }
  for (const [value, token] of state.tokens) {
    if (token.kind === "user" && token.appId === appId && token.openId === openId) {
      state.tokens.delete(value);
    }
  }
}
