/** Fields whose values are secrets, in any body that goes through. */
const SECRET_FIELDS =
  "app_secret|client_secret|app_ticket|tenant_access_token|app_access_token|user_access_token|access_token|refresh_token|helpdesk_token|device_code|code_verifier|ticket|encrypt_key|verification_token|authorization";

const IN_JSON = new RegExp(`("(?:${SECRET_FIELDS})"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, "gi");
const IN_FORM = new RegExp(`((?:^|&)(?:${SECRET_FIELDS})=)[^&]*`, "gi");

/** Most of a body that is kept. */
const MAX_BODY_CHARACTERS = 4096;

/** A body as the inspector shows it: no secrets, no bytes, not too long. */
export function showBody(type: string, body: string | Uint8Array, length?: number): string | undefined {
  if (type.includes("multipart")) {
    return "[form with files]";
  }
  const isText = /json|text|urlencoded|xml/.test(type) || type === "";
  if (!isText) {
    return `[${type.split(";", 1)[0]}, ${length ?? body.length} bytes]`;
  }
  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  if (text === "") {
    return undefined;
  }
  const masked = type.includes("urlencoded") ? text.replace(IN_FORM, "$1***") : text.replace(IN_JSON, '$1"***"');
  return masked.length > MAX_BODY_CHARACTERS ? `${masked.slice(0, MAX_BODY_CHARACTERS)}…` : masked;
}

const SECRET_NAME = new RegExp(`^(?:${SECRET_FIELDS})$`, "i");

/** A query string without what is secret in it. */
export function showQuery(query: string): string {
  return query.replace(IN_FORM, "$1***");
}

/** An event as it was sent, without the verification token and the tickets in it. */
export function showPayload(payload: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const hide = (value: unknown, isHead: boolean): unknown => {
    if (Array.isArray(value)) {
      return value.map((item) => hide(item, false));
    }
    if (typeof value !== "object" || value === null) {
      return value;
    }
    const entries = Object.entries(value).map(([name, inner]) => [
      name,
      SECRET_NAME.test(name) || (isHead && name === "token") ? "***" : hide(inner, name === "header"),
    ]);
    return Object.fromEntries(entries);
  };
  return hide(payload, true) as Record<string, unknown>;
}
