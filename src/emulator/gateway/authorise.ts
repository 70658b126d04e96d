import type { AppRecord, State, TokenRecord } from "../platform/state.ts";
import { credentialKind, findToken, type TokenKind } from "../platform/tokens.ts";
import { PlatformError } from "./errors.ts";
import type { Caller } from "./route.ts";

const INVALID = "Invalid access token for authorization. Please make a request with token attached.";

/** The answer of the platform to a token of this kind that is invalid, or that the operation does not take. */
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
 * Checks the `Authorization` header of an API that takes tokens of these kinds.
 *
 * @throws {PlatformError} There is none, or it is not of these kinds, or not valid.
 */
export function authorise(state: State, header: string | null, kinds: readonly TokenKind[]): Caller {
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
