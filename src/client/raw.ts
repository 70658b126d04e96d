import { type Operation, TOKEN_KINDS } from "./operations.ts";
import type { RawRequest } from "./types.ts";

/** A raw call as an operation, whose name holds nothing that may be secret in the address. */
export function toOperation(
  { method = "GET", url, tokens = TOKEN_KINDS }: RawRequest,
  origin: string,
  hasHelpdesk: boolean,
): Operation {
  // The host's own error shows the address.
  const target = URL.canParse(url, origin) ? new URL(url, origin) : undefined;
  if (!target || target.username || target.password) {
    throw new TypeError("url must be a path, or an address without a user name");
  }
  target.hash = "";
  const isOurs = target.origin === origin;
  // The last part of a webhook's address is its secret, a query may hold one, and so may what is no user name to `URL`.
  const segments = target.pathname.replace(/(hook\/).*/, "$1").split("/");
  const place = segments.map((segment) => segment.slice(segment.lastIndexOf("@") + 1)).join("/");
  return {
    operation: `${method} ${isOurs ? "" : target.origin}${place}`,
    method: method.toUpperCase(),
    url: target.href,
    // A token never goes to another origin, nor does a helpdesk's credential.
    tokens: isOurs ? tokens : [],
    helpdesk: isOurs && hasHelpdesk,
  };
}
