/** The longest path that a login returns to: it is stored in a cookie. */
const MAX_LENGTH = 500;

/**
 * Reads where a browser goes after a login.
 *
 * @returns The path on this site; `/` for anything that a browser could take for another site, and for the login itself.
 */
export function readReturnTo(given: unknown, origin: string, isOwnPath: (path: string) => boolean): string {
  // Browsers read a backslash as a slash, and skip tabs and line breaks.
  if (typeof given !== "string" || given.length > MAX_LENGTH || !/^\/(?!\/)[^\\\s\p{Cc}]*$/u.test(given)) {
    return "/";
  }
  const url = URL.canParse(given, origin) ? new URL(given, origin) : undefined;
  if (url?.origin !== origin || url.pathname.startsWith("//") || isOwnPath(url.pathname)) {
    return "/";
  }
  return url.pathname + url.search + url.hash;
}
