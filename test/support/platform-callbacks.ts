// What the platform sends, made with WebCrypto alone: nothing of lark-edge takes part, so that it can be the judge.

export const ENCRYPT_KEY = "encrypt-key-nobody-may-see";
export const TOKEN = "verification-token-nobody-may-see";
/** The time of every test, in milliseconds. */
export const NOW = 1_700_000_000_000;
export const TIMESTAMP = String(NOW / 1000);
export const URL_OF_BOT = "https://bot.example/webhook/event";

export type Fields = Record<string, unknown>;
type Bytes = Uint8Array<ArrayBuffer>;
/** Objects are sent as JSON, text as UTF-8, bytes as they are. */
export type Content = Fields | string | Bytes;

export function toBytes(content: Content): Bytes {
  return content instanceof Uint8Array
    ? content
    : new TextEncoder().encode(typeof content === "string" ? content : JSON.stringify(content));
}

export function join(...parts: Uint8Array[]): Bytes {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) {
    binary += String.fromCharCode(byte);
  }
  return btoa(binary);
}

export const fromBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

export const toHex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** An event of schema 2.0. A header field of `undefined` is left out. */
export const event2 = (type = "contact.user.created_v3", event: unknown = { name: "Ada" }, header: Fields = {}) => ({
  schema: "2.0",
  header: {
    event_id: "event-1",
    event_type: type,
    create_time: String(NOW),
    token: TOKEN,
    app_id: "cli_1",
    tenant_key: "tenant-1",
    ...header,
  },
  event,
});

/** An event of schema 1.0. */
export const event1 = (type = "user_add", event: Fields = { name: "Ada" }, fields: Fields = {}) => ({
  uuid: "event-1",
  token: TOKEN,
  ts: `${NOW / 1000}.5`,
  type: "event_callback",
  event: { type, app_id: "cli_1", tenant_key: "tenant-1", ...event },
  ...fields,
});

export const challenge = (fields: Fields = {}) => ({
  challenge: "ajls384kdjx98XX",
  token: TOKEN,
  type: "url_verification",
  ...fields,
});

/** A click as the old card callback tells it. */
export const oldCard = (fields: Fields = {}) => ({
  open_id: "ou_1",
  user_id: "user-1",
  open_message_id: "om_1",
  open_chat_id: "oc_1",
  tenant_key: "tenant-1",
  token: "c-update-token",
  action: { value: { key: "value" }, tag: "button" },
  ...fields,
});

/** A click as `card.action.trigger` tells it. */
export const newCard = () =>
  event2("card.action.trigger", {
    operator: { open_id: "ou_1", user_id: "user-1", union_id: "on_1", tenant_key: "tenant-1" },
    token: "c-update-token",
    action: { value: { key: "value" }, tag: "button" },
    host: "im_message",
    context: { open_message_id: "om_1", open_chat_id: "oc_1" },
  });

const randomIv = () => crypto.getRandomValues(new Uint8Array(16));

async function aesKey(encryptKey: string): Promise<CryptoKey> {
  const digest = await crypto.subtle.digest("SHA-256", toBytes(encryptKey));
  return crypto.subtle.importKey("raw", digest, "AES-CBC", false, ["encrypt", "decrypt"]);
}

/** The text of an `encrypt` field. */
export async function seal(
  content: Content,
  encryptKey: string = ENCRYPT_KEY,
  iv: Bytes = randomIv(),
): Promise<string> {
  const key = await aesKey(encryptKey);
  const sealed = await crypto.subtle.encrypt({ name: "AES-CBC", iv }, key, toBytes(content));
  return toBase64(join(iv, new Uint8Array(sealed)));
}

/** The event that a request carries, in plain text. Rejects if it is sealed with another key than that of the tests. */
export async function plainOf(request: Request): Promise<string> {
  const body = await request.text();
  const { encrypt } = JSON.parse(body);
  if (encrypt === undefined) {
    return body;
  }
  const bytes = fromBase64(encrypt);
  const algorithm = { name: "AES-CBC", iv: bytes.subarray(0, 16) };
  const opened = await crypto.subtle.decrypt(algorithm, await aesKey(ENCRYPT_KEY), bytes.subarray(16));
  return new TextDecoder().decode(opened);
}

/** What a body is signed with. */
export interface Signing {
  algorithm?: "SHA-256" | "SHA-1";
  secret?: string;
  timestamp?: string;
  nonce?: string;
}

/** The three headers of a signed body: those of events unless told otherwise. */
export async function sign(content: Content, signing: Signing = {}): Promise<Record<string, string>> {
  const { algorithm = "SHA-256", secret = ENCRYPT_KEY, timestamp = TIMESTAMP, nonce = "nonce-1" } = signing;
  const signed = join(toBytes(timestamp + nonce + secret), toBytes(content));
  return {
    "x-lark-request-timestamp": timestamp,
    "x-lark-request-nonce": nonce,
    "x-lark-signature": toHex(new Uint8Array(await crypto.subtle.digest(algorithm, signed))),
  };
}

export const signCard = (content: Content, signing: Signing = {}) =>
  sign(content, { algorithm: "SHA-1", secret: TOKEN, ...signing });

export function post(content: Content, headers: Record<string, string> = {}): Request {
  return new Request(URL_OF_BOT, {
    method: "POST",
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: toBytes(content),
  });
}

/** Encrypted and signed, as every event comes when an encrypt key is configured. */
export async function sealed(content: Content, signing: Signing = {}): Promise<Request> {
  const body = { encrypt: await seal(content, signing.secret) };
  return post(body, await sign(body, signing));
}

/** Encrypted, without a signature: only a URL verification may come so. */
export const sealedUnsigned = async (content: Content, encryptKey?: string): Promise<Request> =>
  post({ encrypt: await seal(content, encryptKey) });
