import { asText } from "../../platform/json.ts";

const ONE_HOUR_SECONDS = 60 * 60;

/** The signature of a custom bot: an HMAC-SHA256 over nothing, keyed by the timestamp and the secret. */
export async function signHook(timestamp: string, secret: string): Promise<string> {
  const bytes = new TextEncoder().encode(`${timestamp}\n${secret}`);
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const signature = await crypto.subtle.sign("HMAC", key, new Uint8Array(0));
  return btoa(String.fromCharCode(...new Uint8Array(signature)));
}

/** Whether a request is signed with the secret and not older or newer than an hour. */
export async function isSigned(body: Record<string, unknown>, secret: string, now: number): Promise<boolean> {
  // Some senders write the timestamp as a number.
  const timestamp = asText(body.timestamp ?? "");
  if (!/^\d{1,12}$/.test(timestamp)) {
    return false;
  }
  if (Math.abs(now / 1000 - Number(timestamp)) > ONE_HOUR_SECONDS) {
    return false;
  }
  return body.sign === (await signHook(timestamp, secret));
}
