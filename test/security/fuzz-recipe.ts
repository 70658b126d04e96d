// Callbacks by chance: what the platform sends, and what somebody may make of it. Node's crypto makes them, since it is fast.
import { createCipheriv, createHash } from "node:crypto";
import fc from "fast-check";
import { NOW } from "../support/platform-callbacks.ts";
import { APPS, type Callback, KEYS, TOKENS } from "./fuzz-apps.ts";

/**
 * How a request is made, in numbers. Zeros make a good event, so what fast-check reports of a failure is the least that is
 * wrong with it.
 */
export interface Recipe {
  app: number;
  content: number;
  token: number;
  key: number;
  wrapping: number;
  signature: number;
  time: number;
  type: number;
  /** What is done to the ciphertext, to the body and to the headers afterwards. */
  ciphertext: number;
  bytes: number;
  headers: number;
  /** A place, for what needs one. */
  at: number;
  text: string;
}

type Json = Record<string, unknown>;

const TOKEN_VALUES: unknown[] = [...TOKENS, undefined, null, 1, [TOKENS[0]], "", { toString: 1 }, `${TOKENS[0]} `];

type MakeContent = (recipe: Recipe, token: unknown) => unknown;

const event2 = (type: unknown, event: unknown, token: unknown): Json => ({
  schema: "2.0",
  header: { event_id: "e1", event_type: type, create_time: "1", token, app_id: "cli_1" },
  event,
});
const card = { open_id: "ou_1", open_message_id: "om_1", token: "c-1", action: { value: { a: 1 }, tag: "button" } };
const CHALLENGES = [
  "ajls384kdjx98XX",
  "5634b122-c042-4634-bc7f-b07a3c3e77ad",
  "",
  "a b",
  "x".repeat(128),
  "x".repeat(129),
  1,
];

/** Lists in lists. */
const nested = (depth: number): unknown => Array.from({ length: depth }).reduce((inner) => [inner], 0);

const CONTENTS: MakeContent[] = [
  ({ text }, token) => event2("im.message.receive_v1", { text }, token),
  ({ at }, token) => ({ challenge: CHALLENGES[at % CHALLENGES.length], token, type: "url_verification" }),
  (_, token) => ({ challenge: "5634b122-c042-4634-bc7f-b07a3c3e77ad", token, type: "url_verification" }),
  ({ text }, token) => ({ uuid: "u1", token, ts: "1", type: "event_callback", event: { type: "user_add", text } }),
  (_, token) => event2("card.action.trigger", { action: { tag: "button" } }, token),
  () => card,
  ({ text }) => ({ ...card, action: { value: text } }),
  ({ text }, token) => ({ challenge: text, token, type: "url_verification" }),
  // Events that dress up as something else.
  (_, token) => ({ ...event2("a_v1", {}, token), type: "url_verification", challenge: "abc", token }),
  (_, token) => ({ ...card, ...event2("a_v1", {}, token) }),
  (_, token) => ({ ...card, token, type: "url_verification", challenge: "abc" }),
  (_, token) => ({ ...card, header: { token, event_type: "a_v1" } }),
  (_, token) => ({ token, type: "url_verification" }),
  (_, token) => event2(["a_v1"], {}, token),
  (_, token) => event2("__proto__", { __proto__: null, constructor: 1 }, token),
  ({ text }, token) => event2(text, {}, token),
  (_, token) => ({ token, schema: "2.0", header: null, event: { type: "a_v1" } }),
  (_, token) => ({ token, header: [], event: { type: "a_v1" } }),
  ({ at }, token) => event2("a_v1", { text: "x".repeat(at % 20_000) }, token),
  ({ at }, token) => event2("a_v1", nested(at % 130), token),
  ({ text }) => text,
  () => [],
  () => null,
];

const digest = (algorithm: string, ...parts: (string | Uint8Array)[]): Buffer => {
  const hash = createHash(algorithm);
  for (const part of parts) {
    hash.update(part);
  }
  return hash.digest();
};

/** Encrypts, with an initialisation vector that follows from the content, so that a seed makes the same every time. */
function seal(plain: Buffer, key: string): Buffer {
  const iv = digest("md5", plain);
  const cipher = createCipheriv("aes-256-cbc", digest("sha256", key), iv);
  return Buffer.concat([iv, cipher.update(plain), cipher.final()]);
}

const CHECK = seal(
  Buffer.from(JSON.stringify({ challenge: "ajls384kdjx98XX", token: TOKENS[0], type: "url_verification" })),
  KEYS[0],
);
const EVENT = seal(Buffer.from(JSON.stringify(event2("a_v1", { text: "captured" }, TOKENS[0]))), KEYS[0]);

const flip = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes);
  if (copy.length) {
    copy[at % copy.length] = (copy[at % copy.length] as number) ^ (1 << (at % 8));
  }
  return copy;
};
const cut = (bytes: Buffer, at: number): Buffer => bytes.subarray(0, at % (bytes.length + 1));

/** What is done to a ciphertext. */
const CIPHERTEXTS: ((sealed: Buffer, at: number) => string)[] = [
  (sealed) => sealed.toString("base64"),
  (sealed, at) => flip(sealed, at).toString("base64"),
  (sealed, at) => flip(sealed, at % 16).toString("base64"),
  (sealed, at) => cut(sealed, at).toString("base64"),
  (sealed, at) => sealed.subarray(0, 16 * (at % (sealed.length / 16 + 1))).toString("base64"),
  (sealed, at) => Buffer.concat([cut(sealed, at * 16), CHECK.subarray(16 * (at % 7))]).toString("base64"),
  (sealed, at) => Buffer.concat([EVENT.subarray(0, 16 * (at % 7)), sealed.subarray(16 * (at % 5))]).toString("base64"),
  (sealed, at) => Buffer.concat([sealed, sealed.subarray(16 * (at % 5))]).toString("base64"),
  (sealed) => sealed.toString("base64url"),
  (sealed) => sealed.toString("base64").replace(/=+$/, ""),
  (sealed, at) => `${sealed.toString("base64").slice(0, at % 40)} ${sealed.toString("base64").slice(at % 40)}`,
  (sealed) => `${sealed.toString("base64")}====`,
  // The last letter has bits that are not used.
  (sealed) =>
    sealed
      .toString("base64")
      .replace(/(\w)(=+)$/, (_, letter, end) => `${letter === "A" ? "B" : `${letter}`}${end}`)
      .replace(/A=$/, "B="),
  (sealed) => sealed.toString("hex"),
  () => CHECK.toString("base64"),
  () => EVENT.toString("base64"),
  (sealed, at) => digest("sha512", sealed, String(at)).toString("base64"),
  () => "",
];

/** How the content becomes the body of a request. */
const WRAPPINGS: ((content: unknown, sealed: (plain: Buffer) => string) => string)[] = [
  (content, sealed) => JSON.stringify({ encrypt: sealed(Buffer.from(JSON.stringify(content) ?? "")) }),
  (content) => JSON.stringify(content) ?? "",
  (content, sealed) =>
    JSON.stringify({ ...Object(content), encrypt: sealed(Buffer.from(JSON.stringify(content) ?? "")) }),
  (content, sealed) =>
    JSON.stringify({
      encrypt: sealed(Buffer.from(JSON.stringify({ encrypt: sealed(Buffer.from(JSON.stringify(content) ?? "")) }))),
    }),
  (content) => JSON.stringify({ ...Object(content), encrypt: 1 }),
  (content, sealed) => JSON.stringify({ encrypt: [sealed(Buffer.from(JSON.stringify(content) ?? ""))] }),
  // Bytes that are no text, encrypted.
  (content, sealed) => JSON.stringify({ encrypt: sealed(digest("sha512", JSON.stringify(content) ?? "")) }),
  (content, sealed) =>
    JSON.stringify({ encrypt: sealed(Buffer.concat([Buffer.from(JSON.stringify(content) ?? ""), Buffer.of(0xff)])) }),
  (content, sealed) => JSON.stringify({ encrypt: sealed(Buffer.from(`\ufeff ${JSON.stringify(content) ?? ""} `)) }),
];

type ChangeBytes = (body: Buffer, at: number) => Buffer;

/** What is done to the body before it is signed, and after. */
const BYTES: [before: ChangeBytes, after: ChangeBytes][] = [
  [(body) => body, (body) => body],
  [(body) => Buffer.concat([body, Buffer.from(" ")]), (body) => body],
  [(body) => body, (body) => Buffer.concat([body, Buffer.from(" ")])],
  [(body) => body, flip],
  [flip, (body) => body],
  [(body) => body, cut],
  [cut, (body) => body],
  [(body) => Buffer.concat([Buffer.from("\ufeff"), body]), (body) => body],
  [(body) => Buffer.concat([Buffer.from(" ".repeat(16_400)), body]), (body) => body],
  [(body) => Buffer.from(body.toString().replace("{", `{"a":"${'\\\\\\"'.repeat(50)}[[[",`)), (body) => body],
  [(body) => Buffer.from(body.toString(), "utf16le"), (body) => body],
  [(body) => Buffer.from(body.toString().replace("{", `{"a":${"[".repeat(101)}${"]".repeat(101)},`)), (body) => body],
];

const sign = (algorithm: string, secret: string | undefined, time: string, nonce: string, body: Buffer): string =>
  digest(algorithm, time + nonce + secret, body).toString("hex");

/** The signature of a body; none if it is `undefined`. */
const SIGNATURES: ((
  of: (algorithm: string, secret: string | undefined, body?: Buffer) => string,
  key: number,
) => string | undefined)[] = [
  (of, key) => of("sha256", KEYS[key]),
  () => undefined,
  (of) => of("sha1", TOKENS[0]),
  (of) => of("sha1", TOKENS[1]),
  (of, key) => of("sha256", KEYS[(key + 1) % KEYS.length]),
  (of, key) => of("sha256", KEYS[key]).toUpperCase(),
  (of) => of("sha1", TOKENS[2]),
  (of, key) => of("sha256", KEYS[key], Buffer.from("another body")),
  (of, key) => of("sha1", KEYS[key]),
  (of) => of("sha256", TOKENS[0]),
  (of, key) => of("sha256", KEYS[key]).slice(0, 40),
  (of, key) => of("sha256", KEYS[key]).slice(1),
  (of, key) => `${of("sha256", KEYS[key])}0`,
  () => "",
  () => "junk",
  () => "0".repeat(64),
  (of) => of("sha256", ""),
  (of) => of("sha256", undefined),
];

const SECOND = NOW / 1000;
const TIMES = [
  String(SECOND),
  String(SECOND - 60),
  String(SECOND - 28_800),
  String(SECOND + 300),
  String(SECOND - 61),
  String(SECOND - 28_801),
  String(SECOND + 301),
  `${SECOND}.0`,
  "",
  undefined,
  "1e9",
  `${SECOND} 0`,
  `+${SECOND}`,
  String(NOW),
];

const TYPES = [
  "application/json",
  "application/json; charset=utf-8",
  undefined,
  "APPLICATION/JSON ;charset=utf-8",
  "application/cloudevents+json",
  "text/json",
  "text/plain",
  "application/x-www-form-urlencoded",
  "application/jsonp",
  "application/json/json",
  "json",
  "application/json, text/plain",
  "",
];

type Headers = [name: string, value: string][];

/** What is done to the headers. */
const HEADERS: ((headers: Headers) => Headers)[] = [
  (headers) => headers,
  ...["content-type", "x-lark-request-timestamp", "x-lark-request-nonce", "x-lark-signature"].flatMap((name) => [
    // Twice the same, and without it.
    (headers: Headers): Headers => [...headers, ...headers.filter(([known]) => known === name)],
    (headers: Headers): Headers => headers.filter(([known]) => known !== name),
  ]),
  (headers) => [["x-lark-signature", "0".repeat(64)], ...headers],
  (headers) => [...headers, ["x-lark-signature", ""]],
  (headers) => [...headers, ["x-lark-request-nonce", "another"]],
];

const pick = <T>(values: readonly T[], at: number): T => values[at % values.length] as T;

/** Makes a request by its recipe. */
export function cook(recipe: Recipe): Callback {
  const { app, at, key } = recipe;
  const content = pick(CONTENTS, recipe.content)(recipe, pick(TOKEN_VALUES, recipe.token));
  const wrapped = pick(WRAPPINGS, recipe.wrapping)(content, (plain) =>
    pick(CIPHERTEXTS, recipe.ciphertext)(seal(plain, pick(KEYS, key)), at),
  );
  const [before, after] = pick(BYTES, recipe.bytes);
  const body = before(Buffer.from(wrapped), at);
  const time = pick(TIMES, recipe.time);
  const signature = pick(SIGNATURES, recipe.signature)(
    (algorithm, secret, signed = body) => sign(algorithm, secret, time ?? "", "nonce", signed),
    key,
  );
  const headers = Object.entries({
    "content-type": pick(TYPES, recipe.type),
    "x-lark-request-timestamp": time,
    "x-lark-request-nonce": "nonce",
    "x-lark-signature": signature,
  }).filter(([, value]) => value !== undefined) as Headers;
  return { app, headers: pick(HEADERS, recipe.headers)(headers), body: Uint8Array.from(after(body, at)) };
}

/** A choice, mostly the first. */
const mostlyFirst = (choices: readonly unknown[], weight: number) =>
  fc.oneof({ weight, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(choices.length - 1) });

/** Recipes, of which every combination is possible and good requests are not rare. */
export const recipes: fc.Arbitrary<Recipe> = fc.record({
  app: fc.nat(APPS.length - 1),
  content: fc.oneof({ weight: 2, arbitrary: fc.nat(6) }, { weight: 1, arbitrary: fc.nat(CONTENTS.length - 1) }),
  token: mostlyFirst(TOKEN_VALUES, 3),
  key: mostlyFirst(KEYS, 3),
  wrapping: fc.oneof({ weight: 3, arbitrary: fc.nat(1) }, { weight: 1, arbitrary: fc.nat(WRAPPINGS.length - 1) }),
  signature: fc.oneof({ weight: 3, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.nat(SIGNATURES.length - 1) }),
  time: mostlyFirst(TIMES, 6),
  type: mostlyFirst(TYPES, 8),
  ciphertext: mostlyFirst(CIPHERTEXTS, 2),
  bytes: mostlyFirst(BYTES, 5),
  headers: mostlyFirst(HEADERS, 8),
  at: fc.nat(100_000),
  text: fc.oneof(
    { weight: 9, arbitrary: fc.constant("hello") },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  ),
});
