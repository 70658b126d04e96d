import { assertPositive, LarkError, parseObject, tellOf } from "../../base/index.ts";
import { readStream, toText } from "../../crypto/index.ts";
import type { KeyValueStore } from "../key-value-store.ts";
import { answerWithin, DEFAULT_STORE_TIMEOUT_MS } from "./answer-within.ts";
import { checkedStore } from "./checked-store.ts";
import { redisCommands } from "./redis-commands.ts";

/** Which Upstash database, and how to reach it. */
export interface UpstashStoreOptions {
  /** `UPSTASH_REDIS_REST_URL`: `https://….upstash.io`. */
  url: string;
  /** `UPSTASH_REDIS_REST_TOKEN`: the one that may write. */
  token: string;
  /** Default `globalThis.fetch`. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** How long a command may take, in milliseconds. Default 5,000. Not positive: a `RangeError`. */
  timeoutMs?: number | undefined;
}

/**
 * A request may be 10 MB (https://upstash.com/docs/redis/troubleshooting/max_request_size_exceeded). `compareAndSet`
 * sends two values, and JSON writes a control character in six bytes: with this, every one fits.
 */
const MAX_VALUE_BYTES = 524_288;
/** https://upstash.com/docs/redis/troubleshooting/max_key_size_exceeded */
const MAX_KEY_BYTES = 32_768;

/** The longest answer that is read: JSON writes each byte of a value in at most six. */
const MAX_ANSWER_BYTES = 6 * MAX_VALUE_BYTES + 65_536;

/** The write that a read replica must have before it answers. */
const SYNC_TOKEN = "upstash-sync-token";

/** The harmless part of an error: its code and the exceeded limit. The rest can repeat what was sent. */
const tellRefusal = (error: unknown) => /^[A-Z]{2,20}( max [a-z ]+ exceeded)?/.exec(`${error}`)?.[0] ?? "no reason";

const failure = (what: string) => new LarkError(`Upstash: ${what}`, { code: "LARK_STORE" });

function assertUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(parsed?.hostname ?? "");
  if (parsed?.protocol !== "https:" && !(parsed?.protocol === "http:" && isLocal)) {
    throw new TypeError(
      "url must be an https: address: set it to UPSTASH_REDIS_REST_URL, not to the address for Redis",
    );
  }
  if (parsed.username || parsed.password || parsed.search) {
    throw new TypeError("url must hold no credentials and no query: pass the token as token");
  }
  return parsed.href;
}

function assertToken(token: string): void {
  // Others cannot stand in a header, and what refuses them there may repeat them.
  if (typeof token !== "string" || !/^[\x21-\x7e]+$/.test(token)) {
    throw new TypeError("token must be one word of ASCII: is UPSTASH_REDIS_REST_TOKEN set?");
  }
}

/**
 * Makes a store of an Upstash Redis database over its REST API: nothing but `fetch`, for hosts that open no sockets.
 *
 * Each operation is one request; `compareAndSet` is one Lua script, which runs where writes do. Reads may come from a
 * replica that lags. Each request carries the sync token of the last answer, so that this store reads its earlier writes,
 * unless it wrote several values at once. It reads the writes of others after a delay.
 *
 * An operation that fails rejects with a `LarkError` whose code is `LARK_STORE`, at the latest after `timeoutMs`. It may have
 * taken effect, but never in part. The token, keys and values are in no error.
 *
 * @throws {TypeError} `url` or `token` is missing or cannot be right.
 * @throws {RangeError} `timeoutMs` is not positive. Of the methods: the key is empty, or the key or the value is too long.
 * @throws {LarkError} Of the methods, with the code `LARK_STORE`: the command failed, or no answer arrived in time.
 * @example
 * const store = upstashStore({ url: env.UPSTASH_REDIS_REST_URL, token: env.UPSTASH_REDIS_REST_TOKEN });
 * @see https://upstash.com/docs/redis/features/restapi (commands, errors)
 * @see https://upstash.com/docs/redis/features/consistency
 * @see https://upstash.com/docs/redis/howto/readyourwrites (the sync token)
 */
export function upstashStore(options: UpstashStoreOptions): Required<KeyValueStore> {
  const { token, fetch = (url, init) => globalThis.fetch(url, init) } = Object(options) as UpstashStoreOptions;
  const url = assertUrl(Object(options).url);
  assertToken(token);
  const timeoutMs = assertPositive("timeoutMs", options.timeoutMs ?? DEFAULT_STORE_TIMEOUT_MS);
  let synced: string | undefined;

  async function ask(signal: AbortSignal, command: string, args: string[]): Promise<{} | null> {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        ...(synced && { [SYNC_TOKEN]: synced }),
      },
      body: JSON.stringify([command, ...args]),
      // A token is not carried to another place.
      redirect: "manual",
      signal,
    });
    const { status } = response;
    const bytes = await readStream(response.body, MAX_ANSWER_BYTES);
    if (!bytes) {
      throw failure(`${command} was answered with more than ${MAX_ANSWER_BYTES} bytes (HTTP ${status})`);
    }
    const { result, error } = parseObject(toText(bytes)) ?? {};
    if (error !== undefined) {
      throw failure(`${command} was refused (HTTP ${status}, ${tellRefusal(error)})`);
    }
    if (!response.ok || result === undefined) {
      throw failure(`${command} was not answered by Redis (HTTP ${status})`);
    }
    synced = response.headers.get(SYNC_TOKEN) ?? synced;
    return result as {} | null;
  }

  return checkedStore({
    name: "Upstash",
    maxKeyBytes: MAX_KEY_BYTES,
    guarantees: {
      atomic: true,
      readYourWrites: "eventually",
      ttlFloorSeconds: 0.001,
      // Nothing is documented.
      ttlLagSeconds: Number.POSITIVE_INFINITY,
      maxValueBytes: MAX_VALUE_BYTES,
    },
    ...redisCommands("Upstash", (command, args) =>
      answerWithin(`Upstash: ${command}`, timeoutMs, (signal) =>
        ask(signal, command, args).catch((error) => {
          throw error instanceof LarkError ? error : failure(`no answer to ${command} (${tellOf(error)})`);
        }),
      ),
    ),
  });
}
