import { PlatformError } from "../gateway/errors.ts";
import type { Caller } from "../gateway/router.ts";
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

const INVALID = "Invalid access token for authorization. Please make a request with token attached.";

/** What the platform answers to a token of this kind that is not valid, or that the operation does not take. */
const REFUSALS: Readonly<Record<TokenKind, readonly [code: number, status: number]>> = {
  tenant: [99991663, 400],
  app: [99991664, 400],
  user: [99991668, 401],
};

/** Whether an operation takes a token: a self-built app's own token and its tenant's are one string. */
function takes(kinds: readonly TokenKind[], { kind }: TokenRecord, { app }: AppRecord): boolean {
  return kinds.includes(kind) || (kind === "tenant" && kinds.includes("app") && app.appType === "self-built");
}

/**
 * Checks the `Authorization` header of an API that takes tokens of these kinds (protocol 2.9).
 *
 * @throws {PlatformError} There is none, or it is not of these kinds, or not valid.
 */
export function authorize(state: State, header: string | null, kinds: readonly TokenKind[] = ["tenant"]): Caller {
  const shown = credentialKind(header);
  if (shown === "none") {
    throw new PlatformError(
      99991661,
      "Missing access token for authorization. Please make a request with token attached.",
    );
  }
  if (shown === "malformed") {
    throw new PlatformError(99991671, "Invalid access token format. Token must start with 't-' or 'u-'.");
  }
  const text = (header ?? "").replace(/^Bearer\s+/i, "");
  const token = findToken(state, text);
  if (token === undefined && state.tokens.get(text)?.kind === "user") {
    throw new PlatformError(99991677, "Authentication token expired", { status: 401 });
  }
  const app = token && state.apps.get(token.appId);
  if (token === undefined || app === undefined || !takes(kinds, token, app)) {
    const [code, status] = REFUSALS[shown];
    throw new PlatformError(code, INVALID, { status });
  }
  const user = token.openId === undefined ? undefined : state.users.get(token.openId);
  const { scopes } = token;
  return { app, tenantKey: token.tenantKey, ...(user && { user }), ...(scopes && { scopes }) };
}
