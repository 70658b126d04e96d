/** Where cookies are valid, and by which rules they are written. */
export interface CookieRules {
  /** The beginning of their names. Browsers take `__Host-` only from this very host, over TLS and for all paths. */
  readonly prefix: string;
  readonly attributes: string;
}

/** Rules for an origin. Safari refuses `Secure` on plain `http`, also on this machine. */
export function cookieRules(isSecure: boolean): CookieRules {
  const attributes = "; Path=/; HttpOnly; SameSite=Lax";
  return isSecure ? { prefix: "__Host-lark-", attributes: `${attributes}; Secure` } : { prefix: "lark-", attributes };
}

/** Reads the cookies of a request. Of two with one name the first counts. */
export function readCookies(request: Request): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of (request.headers.get("cookie") ?? "").split(";")) {
    const at = pair.indexOf("=");
    const name = pair.slice(0, at).trim();
    if (at > 0 && !cookies.has(name)) {
      cookies.set(name, pair.slice(at + 1).trim());
    }
  }
  return cookies;
}

/** Writes a cookie; with 0 seconds the browser removes it. */
export const writeCookie = ({ attributes }: CookieRules, name: string, value: string, seconds: number): string =>
  `${name}=${value}${attributes}; Max-Age=${Math.floor(seconds)}`;
