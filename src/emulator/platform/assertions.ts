import { isObject, parseJson } from "./json.ts";
import type { EmulatedApp } from "./types.ts";

/** When a JSON Web Token expires, in milliseconds since the Unix epoch. Undefined for another text, and for a token without an end. */
function endOf(assertion: string): number | undefined {
  const [, payload, signature] = assertion.split(".");
  if (payload === undefined || signature === undefined) {
    return undefined;
  }
  try {
    const claims = parseJson(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
    return isObject(claims) && typeof claims.exp === "number" ? claims.exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a client assertion proves the app's identity. */
export function isProof({ assertions }: EmulatedApp, assertion: string, now: number): boolean {
  const isKnown = assertions === undefined || assertions.includes(assertion);
  return isKnown && (endOf(assertion) ?? Number.POSITIVE_INFINITY) > now;
}
