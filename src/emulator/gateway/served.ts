import { errorEnvelope, PlatformError } from "./errors.ts";
import type { Answer } from "./route.ts";

/** An answer as it goes over the wire. */
export interface Served {
  status: number;
  body: string | Uint8Array<ArrayBuffer>;
  headers: Record<string, string>;
  /** The platform's code, if the answer has one. */
  code: number | undefined;
}

export function toServed({ status = 200, bytes, json = {}, headers = {} }: Answer): Served {
  if (bytes !== undefined) {
    return { status, body: bytes, headers, code: undefined };
  }
  return { status, body: JSON.stringify(json), headers, code: typeof json.code === "number" ? json.code : undefined };
}

/** A refusal in the platform's words. Any other error is a mistake of the emulator, and the answer says so. */
export function toRefusal(error: unknown, logId: string, domain: string): Served {
  const words = error instanceof Error ? error.message : "unknown";
  const refusal =
    error instanceof PlatformError ? error : new PlatformError(2200, `Internal Error: ${words}`, { status: 500 });
  return toServed({ status: refusal.status, json: errorEnvelope(refusal, logId, domain) });
}
