// What the answer to a request must be. It is written from the documentation, with Node's crypto, and shares no code with
// what it judges.
import { createDecipheriv, createHash } from "node:crypto";
import { NOW } from "../support/platform-callbacks.ts";
import { APPS, type App, type Callback, type Outcome } from "./fuzz-apps.ts";

type Json = Record<string, unknown>;

const listOf = (secret: string | string[] | undefined): string[] => (secret === undefined ? [] : [secret].flat());
const isRecord = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Text of JSON to an object. */
function toObject(bytes: Uint8Array): Json | undefined {
  try {
    const value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** How deep JSON is nested. */
function depthOf(bytes: Uint8Array): number {
  let deepest = 0;
  let depth = 0;
  const text = Buffer.from(bytes).toString("latin1");
  for (const [token] of text.matchAll(/"(?:\\[\s\S]|[^"\\])*"?|[[\]{}]/g)) {
    depth += "[{".includes(token) ? 1 : "]}".includes(token) ? -1 : 0;
    deepest = Math.max(depth, deepest);
  }
  return deepest;
}

/** Base64 to bytes, if there is no other way to write them. */
function fromCanonical(text: string): Buffer | undefined {
  const shape = /^(?:[\w+/]{4})*(?:[\w+/][AQgw]==|[\w+/]{2}[AEIMQUYcgkosw048]=)?$/;
  return shape.test(text) && !text.includes("_") ? Buffer.from(text, "base64") : undefined;
}

function decrypt(key: string, sealed: Buffer, checksPadding: boolean): Buffer | undefined {
  try {
    const cipher = createDecipheriv("aes-256-cbc", createHash("sha256").update(key).digest(), sealed.subarray(0, 16));
    cipher.setAutoPadding(checksPadding);
    return Buffer.concat([cipher.update(sealed.subarray(16)), cipher.final()]);
  } catch {
    return undefined;
  }
}

/** The text of a plain text that can be a URL check with one of the tokens. */
function toCheck(plain: Buffer, tokens: readonly string[]): Buffer | undefined {
  const padding = plain[plain.length - 1] as number;
  const end = plain.length - padding;
  const text = plain.subarray(0, end).toString("latin1");
  const isPadded = padding >= 1 && padding <= 16 && plain.subarray(end).every((byte) => byte === padding);
  const isPrintable = /^[\x20-\x7e]*$/.test(text);
  const hasToken = !tokens.length || tokens.some((token) => text.includes(`"${token}"`));
  return isPadded && isPrintable && hasToken && text.includes('"url_verification"')
    ? plain.subarray(0, end)
    : undefined;
}

/** What can be read from the outside of a request. */
interface Sender {
  /** The secret that has signed it. */
  readonly key: string | undefined;
  readonly token: string | undefined;
  readonly isSigned: boolean;
  /** Whether its headers can be a signature at all. */
  readonly canBeSigned: boolean;
}

/** Who has sent a request. */
function readSender(
  { options, handlesCards }: App,
  header: (name: string) => string | undefined,
  body: Uint8Array,
): Sender {
  const signature = header("x-lark-signature");
  const timestamp = header("x-lark-request-timestamp") ?? "";
  const age = NOW / 1000 - Number(timestamp);
  const isTimely = /^[0-9]+$/.test(timestamp) && age >= -300 && age <= (options.signatureMaxAgeSeconds ?? 28_800);
  const isMadeBy = (algorithm: string) => (secret: string) =>
    createHash(algorithm)
      .update(timestamp + (header("x-lark-request-nonce") ?? "") + secret)
      .update(body)
      .digest("hex") === signature?.toLowerCase();
  const keys = isTimely && signature?.length === 64 ? listOf(options.encryptKey) : [];
  const takesCards = handlesCards && options.oldCards !== false;
  const tokens = isTimely && signature?.length === 40 && takesCards ? listOf(options.verificationToken) : [];
  return {
    key: keys.find(isMadeBy("sha256")),
    token: tokens.find(isMadeBy("sha1")),
    isSigned: signature !== undefined,
    canBeSigned: keys.length + tokens.length > 0,
  };
}

/** What an object that is proved, or carries its proof, leads to. */
function outcomeOf(body: Json, { options }: App, isProved: boolean): Outcome {
  const tokens = listOf(options.verificationToken);
  const isCheck = body.type === "url_verification";
  const holder = body.header ?? body;
  const given = isRecord(holder) || Array.isArray(holder) ? (holder as Json).token : undefined;
  const isOurs = typeof given === "string" && tokens.includes(given);
  // An event that is proved may lack the token; a URL check may not.
  if (!isOurs && !(isProved && (!tokens.length || (given === undefined && !isCheck)))) {
    return "401";
  }
  if (isCheck) {
    const { challenge } = body;
    const isEchoed = typeof challenge === "string" && /^[A-Za-z0-9_-]+$/.test(challenge) && challenge.length <= 128;
    return isEchoed && options.urlVerification !== false ? `challenge ${challenge}` : "401";
  }
  return handledAs(body);
}

/** Whether an object has the shape of the old card callback. */
const isCard = (body: Json): boolean => isRecord(body.action) && !!body.open_message_id && !body.header && !body.type;

function handledAs(body: Json): Outcome {
  const part = (body.schema ? body.header : body.event) as Json | null | undefined;
  const type = isCard(body) ? "card.action.trigger_v1" : body.schema ? part?.event_type : part?.type;
  return type && typeof type === "string" ? `handled ${type}` : "401";
}

function decideEncrypted(encrypt: string, app: App, sender: Sender): Outcome {
  const { encryptKey, verificationToken, urlVerification } = app.options;
  const keys = listOf(encryptKey);
  const tokens = listOf(verificationToken);
  const sealed = fromCanonical(encrypt);
  if (sealed && sender.key) {
    const body = toObject(decrypt(sender.key, sealed, true) ?? Buffer.from("no JSON"));
    return body ? outcomeOf(body, app, true) : "401";
  }
  const least = tokens.length ? 54 + Math.min(...tokens.map(({ length }) => length)) : 43;
  const canBeCheck = encrypt.length <= 344 && sealed && sealed.length >= 16 + least && sealed.length % 16 === 0;
  if (sender.isSigned || urlVerification === false || !canBeCheck) {
    return "401";
  }
  const checks = keys.flatMap((key) => toCheck(decrypt(key, sealed, false) as Buffer, tokens) ?? []);
  const body = checks[0] && toObject(checks[0]);
  return body?.type === "url_verification" ? outcomeOf(body, app, true) : "401";
}

function decidePlain(body: Json, app: App, sender: Sender): Outcome {
  const { options, handlesCards } = app;
  const hasKey = listOf(options.encryptKey).length > 0;
  const hasToken = listOf(options.verificationToken).length > 0;
  const isOpen = !hasKey && !hasToken;
  if (isCard(body)) {
    const isTaken = isOpen || (hasToken && handlesCards && sender.token !== undefined);
    return isTaken && options.oldCards !== false ? "handled card.action.trigger_v1" : "401";
  }
  const mayBePlain = !hasKey || (hasToken && body.type === "url_verification");
  return mayBePlain ? outcomeOf(body, app, isOpen) : "401";
}

/** Whether a content type is JSON, or there is none. */
function isJson(contentType: string | undefined): boolean {
  const essence = (contentType ?? "").split(";")[0]?.replace(/ +$/, "").toLowerCase() as string;
  const [type, subtype, ...more] = essence.split("/");
  const isName = (name: string | undefined) => /^[a-z0-9_.-]+$/.test(name ?? "");
  return (
    !contentType ||
    (!more.length &&
      isName(type) &&
      (subtype === "json" || (subtype?.endsWith("+json") === true && isName(subtype.slice(0, -5)))))
  );
}

/** Decides about a request. */
export function decide({ app: index, headers, body }: Callback): Outcome {
  const app = APPS[index] as App;
  const { encryptKey, verificationToken, allowUnverified, maxBodyBytes = 1_048_576 } = app.options;
  const hasKey = encryptKey !== undefined;
  const tokens = listOf(verificationToken);
  if (!hasKey && !tokens.length && !allowUnverified) {
    return "500";
  }
  const header = (wanted: string) => {
    const values = headers.filter(([name]) => name === wanted).map(([, value]) => value);
    return values.length ? values.join(", ") : undefined;
  };
  if (!isJson(header("content-type"))) {
    return "401";
  }
  const sender = readSender(app, header, body);
  const limit = hasKey && !sender.canBeSigned ? Math.min(maxBodyBytes, 16_384) : maxBodyBytes;
  if (body.length > limit) {
    return "413";
  }
  const isProved = sender.key !== undefined || sender.token !== undefined;
  const isOpen = !hasKey && !tokens.length;
  const isLarge = body.length > 16_384;
  if (!isProved && !isOpen && isLarge && (hasKey || !tokens.some((token) => Buffer.from(body).includes(token)))) {
    return "401";
  }
  const object = !isProved && depthOf(body) > 100 ? undefined : toObject(body);
  if (!object) {
    return "401";
  }
  if (typeof object.encrypt === "string") {
    return hasKey ? decideEncrypted(object.encrypt, app, sender) : "401";
  }
  return decidePlain(object, app, sender);
}
