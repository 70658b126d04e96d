import type { Authorization, AuthorizeRequest } from "./options.ts";
import { codeChallenge, randomText } from "./pkce.ts";

/** The most scopes that the page takes in one request. */
export const MAX_SCOPES = 50;

/** Refuses scopes that the page would refuse. */
function assertScopes(scopes: readonly string[]): void {
  if (scopes.length > MAX_SCOPES) {
    throw new TypeError(`scopes must be at most ${MAX_SCOPES}, got ${scopes.length}: request them in several steps`);
  }
  const seen = new Set<string>();
  for (const scope of scopes) {
    if (typeof scope !== "string" || !/^[\x21-\x7e]+$/.test(scope) || seen.has(scope)) {
      throw new TypeError(`scopes must be different words of ASCII, got ${JSON.stringify(scope)}`);
    }
    seen.add(scope);
  }
}

/** Refuses what is no address that a browser can be sent back to. */
export function assertRedirect(redirectUri: string | undefined): string {
  let url: URL | undefined;
  try {
    url = new URL(redirectUri as string);
  } catch {}
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new TypeError("redirectUri must be an absolute address, as it is listed in the developer console");
  }
  return redirectUri as string;
}

/** Builds the address of the page where the user agrees. */
export async function authorization(page: string, appId: string, request: AuthorizeRequest): Promise<Authorization> {
  const { scopes = [], state = randomText(), redirectUri, codeVerifier = randomText(), prompt } = request;
  assertScopes(scopes);
  const query = {
    client_id: appId,
    response_type: "code",
    redirect_uri: assertRedirect(redirectUri),
    ...(scopes.length && { scope: scopes.join(" ") }),
    state,
    code_challenge: await codeChallenge(codeVerifier),
    code_challenge_method: "S256",
    ...(prompt && { prompt }),
  };
  return { url: `${page}?${new URLSearchParams(query)}`, state, codeVerifier };
}
