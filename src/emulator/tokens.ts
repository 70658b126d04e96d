import { PlatformError } from "./errors.ts";
import type { Caller } from "./router.ts";
import { type State, type TokenRecord, trim } from "./state.ts";
import type { RequestRecord } from "./types.ts";

/** With at least this much life left the platform hands out the same token again. */
const REUSE_MS = 30 * 60 * 1000;

/**
 * Hands out a token: the newest one while it has 30 minutes or more to live, else a new one beside it.
 *
 * @returns Its text and the remaining life in whole seconds.
 */
export function issueToken(
  state: State,
  kind: TokenRecord["kind"],
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

/** A token that is known and alive. */
export function findToken(state: State, value: string): TokenRecord | undefined {
  const token = state.tokens.get(value);
  return token !== undefined && token.expiresAt > state.now() ? token : undefined;
}

/** Which kind of credential a header claims to be, by its shape. */
export function credentialKind(header: string | null): RequestRecord["authorization"] {
  if (header === null || /^(bearer)?\s*$/i.test(header)) return "none";
  const token = /^Bearer\s+(\S+)$/i.exec(header)?.[1] ?? "";
  if (token.startsWith("t-")) return "tenant";
  if (token.startsWith("a-")) return "app";
  return token.startsWith("u-") || token.startsWith("eyJ") ? "user" : "malformed";
}

const INVALID = "Invalid access token for authorization. Please make a request with token attached.";

/** Checks the `Authorization` header of an API that takes a tenant token (protocol 2.9). */
export function authorize(state: State, header: string | null): Caller {
  switch (credentialKind(header)) {
    case "none":
      throw new PlatformError(
        99991661,
        "Missing access token for authorization. Please make a request with token attached.",
      );
    case "malformed":
      throw new PlatformError(99991671, "Invalid access token format. Token must start with 't-' or 'u-'.");
    case "app":
      throw new PlatformError(99991664, INVALID);
    case "user":
      throw new PlatformError(99991668, INVALID, { status: 401 });
  }
  const token = findToken(state, (header ?? "").replace(/^Bearer\s+/i, ""));
  const app = token && state.apps.get(token.appId);
  if (token === undefined || app === undefined) throw new PlatformError(99991663, INVALID);
  return { app, tenantKey: token.tenantKey };
}
