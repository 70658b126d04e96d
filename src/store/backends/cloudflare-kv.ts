import type { KeyValueStore } from "../key-value-store.ts";
import { checkBinding, checkKey, checkTtl, checkValue } from "./check.ts";
import { storedKey } from "./stored-key.ts";

/** The longest value, in bytes: 25 MiB. @see https://developers.cloudflare.com/kv/platform/limits/ */
export const KV_MAX_VALUE_BYTES: number = 25 * 1024 * 1024;

/** The shortest `expirationTtl`. @see https://developers.cloudflare.com/kv/api/write-key-value-pairs/#expiring-keys */
export const KV_MIN_TTL_SECONDS = 60;

/** The shortest `cacheTtl`. @see https://developers.cloudflare.com/kv/platform/limits/ */
export const KV_MIN_CACHE_TTL_SECONDS = 30;

/** How long a location keeps what it has read. @see https://developers.cloudflare.com/kv/api/read-key-value-pairs/ */
export const KV_DEFAULT_CACHE_TTL_SECONDS = 60;

/** What is used of a KV binding; `KVNamespace` fits. */
export interface KvBinding {
  get(key: string, options?: { cacheTtl?: number }): Promise<string | null>;
  put(key: string, value: string, options?: { expirationTtl?: number }): Promise<void>;
  delete(key: string): Promise<void>;
}

/** How to use a KV namespace. */
export interface CloudflareKvStoreOptions {
  /** How long a location may answer from its cache, in whole seconds, at least 30. Default KV's own, 60. Any other number: a `RangeError`. */
  cacheTtlSeconds?: number | undefined;
}

/**
 * Keeps values in Workers KV: cheap, near every reader, and late.
 *
 * It has no `compareAndSet`, since KV has nothing to build it from: two writers both succeed. Tokens are well kept here.
 * What one of many has to decide needs `durableObjectStore` or `d1Store`.
 *
 * - A location answers from its cache for `cacheTtlSeconds`, also that there was **no** value: a location that read before
 *   the value was written may not see it for a minute.
 * - A `ttlSeconds` under 60 is raised to 60, and rounded up to a whole second.
 * - One write per second and key; more is an error of KV (429), which is passed on.
 * - Keys longer than 512 bytes, `.` and `..` are stored under their SHA-256.
 *
 * @param binding - `env.KV`: a KV namespace of `wrangler.toml`.
 * @throws {TypeError} The binding is missing.
 * @throws {RangeError} `cacheTtlSeconds` is under 30 or no whole number. Of `set`: the value is longer than 25 MiB.
 * @example
 * const store = cloudflareKvStore(env.KV)
 * const client = new Client({ appId, appSecret, store, apis: { im } })
 * @see https://developers.cloudflare.com/kv/concepts/how-kv-works/#consistency
 */
export function cloudflareKvStore(
  binding: KvBinding,
  options: CloudflareKvStoreOptions = {},
): Omit<KeyValueStore, "compareAndSet"> {
  checkBinding("cloudflareKvStore", binding, ["get", "put", "delete"], "[[kv_namespaces]]");
  const { cacheTtlSeconds = KV_DEFAULT_CACHE_TTL_SECONDS } = options;
  if (!(Number.isSafeInteger(cacheTtlSeconds) && cacheTtlSeconds >= KV_MIN_CACHE_TTL_SECONDS)) {
    throw new RangeError(`cacheTtlSeconds must be a whole number from 30, got ${cacheTtlSeconds}`);
  }
  return {
    guarantees: {
      atomic: false,
      readYourWrites: "eventually",
      ttlFloorSeconds: KV_MIN_TTL_SECONDS,
      // KV promises nothing of expired values in its caches: what it last read, it may answer for this long.
      ttlLagSeconds: cacheTtlSeconds,
      maxValueBytes: KV_MAX_VALUE_BYTES,
    },
    async get(key) {
      checkKey(key);
      return binding.get(await storedKey(key), { cacheTtl: cacheTtlSeconds });
    },
    async set(key, value, options) {
      checkKey(key);
      checkValue(value, KV_MAX_VALUE_BYTES);
      const ttl = checkTtl(options);
      const expirationTtl = ttl && Math.max(Math.ceil(ttl), KV_MIN_TTL_SECONDS);
      await binding.put(await storedKey(key), value, expirationTtl ? { expirationTtl } : {});
    },
    async delete(key) {
      checkKey(key);
      await binding.delete(await storedKey(key));
    },
  };
}
