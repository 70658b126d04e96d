/** A refusal of the control API; becomes `{ "error": "…" }`. */
export class ControlError extends Error {
  override readonly name: string = "ControlError";
  readonly status: number;

  constructor(status: 400 | 403 | 404 | 405 | 409 | 413 | 415, message: string) {
    super(message);
    this.status = status;
  }
}

/** Nothing from elsewhere, no inline script: what a bot sends must not become code in the page. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Headers of every answer. */
export const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": POLICY,
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
};

export function jsonAnswer(value: unknown, status = 200): Response {
  const headers = { ...HEADERS, "content-type": "application/json; charset=utf-8" };
  return new Response(JSON.stringify(value), { status, headers });
}

export function pageAnswer(text: string, type: string): Response {
  return new Response(text, { headers: { ...HEADERS, "content-type": `${type}; charset=utf-8` } });
}

/** What a mistake in the call or in the arrangement says; a `TypeError` of the emulator names what is wrong. */
export function errorAnswer(error: unknown): Response {
  if (error instanceof ControlError) {
    return jsonAnswer({ error: error.message }, error.status);
  }
  const message = error instanceof Error ? error.message : String(error);
  return jsonAnswer({ error: message }, error instanceof TypeError ? 400 : 409);
}
