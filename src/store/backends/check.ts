// What the backends refuse before any I/O. Silence would be worse: a value cut short or changed on its way is found
// days later, as a token that does not work.
import { assertPositive } from "../../base/index.ts";
import type { SetOptions } from "../key-value-store.ts";

/** Half of a surrogate pair has no UTF-8: it would come back as another character, and two keys would be one. */
const HALF_A_PAIR = /\p{Surrogate}/u;

const encoder: TextEncoder = /* @__PURE__ */ new TextEncoder();

/** How many bytes of UTF-8 a text is. */
export const utf8Bytes = (text: string): number => encoder.encode(text).length;

/** The type of a value in errors. */
export function kindOf(value: unknown): string {
  return value === undefined ? "nothing" : value === null ? "null" : typeof value;
}

function assertString(name: string, text: string): void {
  if (typeof text !== "string") {
    throw new TypeError(`${name} must be a string, got ${kindOf(text)}`);
  }
  if (HALF_A_PAIR.test(text)) {
    throw new RangeError(`${name} holds half of a surrogate pair, which no backend can keep`);
  }
}

/** Refuses a key that is no text, or none. An empty one is a missing variable, and all who miss it would share it. */
export function checkKey(key: string): void {
  assertString("key", key);
  if (!key) {
    throw new RangeError("key must not be empty");
  }
}

/** Refuses a value that is no text, or longer than the backend keeps. */
export function checkValue(value: string, maxBytes: number, name = "value"): void {
  assertString(name, value);
  // A character of UTF-16 is one to three bytes of UTF-8: most values need no counting.
  if (value.length * 3 > maxBytes) {
    const bytes = value.length > maxBytes ? value.length : utf8Bytes(value);
    if (bytes > maxBytes) {
      throw new RangeError(`${name} must be at most ${maxBytes} bytes of UTF-8, got ${bytes} or more`);
    }
  }
}

/** Thirty years. Backends add a ttl to the time, and workerd counts that in nanoseconds: beyond 2262 it overflows. */
const MAX_TTL_SECONDS = 1e9;

/** The ttl in seconds, if one was given that ends. */
export function checkTtl(options: SetOptions = {}): number | undefined {
  const ttlSeconds = assertPositive("ttlSeconds", options.ttlSeconds ?? Infinity);
  return ttlSeconds < Infinity ? Math.min(ttlSeconds, MAX_TTL_SECONDS) : undefined;
}

/** Refuses what lacks a method, above all `undefined`, and says where to look. */
export function checkMethods(name: string, value: object, methods: string[], hint: string): void {
  const missing = methods.find((method) => typeof Object(value)[method] !== "function");
  if (missing) {
    throw new TypeError(`${name} ${value ? `has no method ${missing}` : "is missing"}: ${hint}`);
  }
}

/** Refuses what is not the binding of `env`; the usual cause is a name that differs from `wrangler.toml`'s. */
export function checkBinding(maker: string, binding: object, methods: string[], table: string): void {
  checkMethods(
    `the binding given to ${maker}`,
    binding,
    methods,
    `is it in wrangler.toml, under ${table}, by that name?`,
  );
}
