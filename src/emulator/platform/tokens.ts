import { type AppRecord, type State, type TokenRecord, trim } from "./state.ts";
import type { EmulatedUser, RequestRecord } from "./types.ts";

/** What a token speaks for. */
export type TokenKind = TokenRecord["kind"];

/** With at least this much life left the platform hands out the same token again. */
const REUSE_MS = 30 * 60 * 1000;

/**
 * Hands out a token: the newest one while it has 30 minutes or more to live, else a new one beside it.
 *
 * @returns Its text and the remaining life in whole seconds.
 */
export function issueToken(
  state: State,
  kind: Exclude<TokenKind, "user">,
  appId: string,
  tenantKey: string,
): { value: string; expire: number } {
  const slot = `${kind}:${appId}:${tenantKey}`;
  const now = state.now();
  let token = state.newestTokens.get(slot);
  if (token === undefined || token.expiresAt - now < REUSE_MS) {
    const value = `${kind === "tenant" ? "t-" : "a-"}${state.ids.hex("token", 40)}`;
    token = { kind, value, appId, tenantKey, expiresAt: now + state.tokenLifetimeMs };
    state.newestTokens.set(slot, token);
    state.tokens.set(value, token);
    trim(state.tokens);
  }
  return { value: token.value, expire: Math.floor((token.expiresAt - now) / 1000) };
}

/** Hands out a new token of a person who signed in to an app. */
export function issueUserToken(
  state: State,
  { app }: AppRecord,
  { openId, tenantKey }: EmulatedUser,
  scopes?: readonly string[],
): string {
  const value = `u-${state.ids.hex("token", 40)}`;
  const expiresAt = state.now() + state.tokenLifetimeMs;
  const granted = scopes === undefined ? {} : { scopes: [...scopes] };
  state.tokens.set(value, { kind: "user", value, appId: app.appId, tenantKey, openId, expiresAt, ...granted });
  trim(state.tokens);
  return value;
}

/** A token that is known and alive. */
export function findToken(state: State, value: string): TokenRecord | undefined {
  const token = state.tokens.get(value);
  return token !== undefined && token.expiresAt > state.now() ? token : undefined;
}

/** Which kind of credential a header claims to be, by its shape. */
export function credentialKind(header: string | null): RequestRecord["authorization"] {
  if (header === null || /^(bearer)?\s*$/i.test(header)) {
    return "none";
  }
  const token = /^Bearer\s+(\S+)$/i.exec(header)?.[1] ?? "";
  if (token.startsWith("t-")) {
    return "tenant";
  }
  if (token.startsWith("a-")) {
    return "app";
  }
  return token.startsWith("u-") || token.startsWith("eyJ") ? "user" : "malformed";
}
