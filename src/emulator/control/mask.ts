import { isObject, parseJson } from "../platform/json.ts";

/** Fields whose values are secrets, in any body that goes through; written without what separates words. */
const SECRET_NAMES = new Set(
  (
    "appsecret clientsecret appticket ticket tenantaccesstoken appaccesstoken useraccesstoken accesstoken refreshtoken " +
    "helpdesktoken devicecode codeverifier encryptkey verificationtoken authorization clientassertion"
  ).split(" "),
);

/** A tenant's, an app's or a user's token, wherever it stands. */
const TOKEN = /\b[tua]-[\da-f]{40}\b/g;

/** Most of a body that is kept. */
const MAX_BODY_CHARACTERS = 4096;

/** A longer body is not parsed for the inspector. */
const MAX_PARSED_CHARACTERS = 256 * 1024;

const HIDDEN = "***";

/** A secret in JSON inside a text inside JSON is found to this depth. */
const MAX_TEXTS = 3;

const isSecretName = (name: string): boolean => SECRET_NAMES.has(name.toLowerCase().replace(/[^a-z]/g, ""));

/** Hides what has a secret's name, and what is a secret, in a value of JSON. */
function hide(value: unknown, texts: number): unknown {
  if (typeof value === "string") {
    return hideInText(value, texts);
  }
  if (Array.isArray(value)) {
    return value.map((item) => hide(item, texts));
  }
  if (!isObject(value)) {
    return value;
  }
  const entries = Object.entries(value).map(([name, part]) => [
    name,
    isSecretName(name) && typeof part !== "object" ? HIDDEN : hide(part, texts),
  ]);
  return Object.fromEntries(entries);
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** The same of JSON as text; text in which nothing is hidden stays as it was written. */
function hideInJson(text: string, value: unknown, texts: number): string {
  const hidden = JSON.stringify(hide(value, texts));
  return hidden === JSON.stringify(value) ? text : hidden;
}

function hideInText(text: string, texts: number): string {
  if (texts > 0 && /^\s*[[{]/.test(text)) {
    const value = parsed(text);
    if (typeof value === "object" && value !== null) {
      return hideInJson(text, value, texts - 1);
    }
  }
  return text.replace(TOKEN, HIDDEN);
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
};

/** A form or a query string: names may be written with percent signs. */
function hideInForm(text: string): string {
  const fields = text.split("&").map((field) => {
    const end = field.indexOf("=");
    const name = end < 0 ? field : field.slice(0, end);
    if (end < 0) {
      return field.replace(TOKEN, HIDDEN);
    }
    if (isSecretName(decoded(name))) {
      return `${name}=${HIDDEN}`;
    }
    const value = field.slice(end + 1);
    const hidden = hideInText(decoded(value), MAX_TEXTS);
    return hidden === decoded(value) ? field : `${name}=${hidden}`;
  });
  return fields.join("&");
}

/** Whether a text that is neither JSON nor a form speaks of a secret, in whichever way it is escaped. */
function mentionsSecret(text: string): boolean {
  const plain = text
    .replace(/\\u([\da-f]{4})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/%([\da-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/&#(?:x([\da-f]{1,6})|(\d{1,7}));/gi, (_, hex, ten) =>
      String.fromCharCode(Number.parseInt(hex ?? ten, hex ? 16 : 10)),
    )
    .toLowerCase()
    .replace(/[^a-z]/g, "");
  return [...SECRET_NAMES].some((name) => plain.includes(name));
}

const NOT_SHOWN = "[not shown: it is neither JSON nor a form, and may hold a secret]";

const FORM = /^[^\s={}<>"]+=[^\s]*$/;

/** A body as the inspector shows it: no secrets, no bytes, not too long. Its type is what the sender says, and not believed. */
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
  const masked = maskText(text);
  return masked.length > MAX_BODY_CHARACTERS ? `${masked.slice(0, MAX_BODY_CHARACTERS)}…` : masked;
}

function maskText(text: string): string {
  const value = text.length > MAX_PARSED_CHARACTERS ? undefined : parsed(text);
  if (value !== undefined) {
    return typeof value === "object" ? hideInJson(text, value, MAX_TEXTS) : text.replace(TOKEN, HIDDEN);
  }
  const shown = text.slice(0, MAX_BODY_CHARACTERS);
  if (FORM.test(shown)) {
    return hideInForm(text);
  }
  // Half an answer, a page, a text: nothing says where a secret would end.
  return mentionsSecret(shown) ? NOT_SHOWN : shown.replace(TOKEN, HIDDEN) + text.slice(shown.length, shown.length + 1);
}

/** A query string without what is secret in it. */
export const showQuery = (query: string): string => hideInForm(query);

/** An event as it was sent, without the verification token and the tickets in it. */
export function showPayload(payload: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shown = hide(payload, MAX_TEXTS) as Record<string, unknown>;
  for (const holder of [shown, shown.header]) {
    if (isObject(holder) && Object.hasOwn(holder, "token")) {
      holder.token = HIDDEN;
    }
  }
  return shown;
}
