import type { KvBinding } from "lark-edge/store/cloudflare-kv";

/**
 * A namespace as one location of Workers KV sees it: what it has read, also that there was nothing, is all it knows for
 * as long as its cache says. Miniflare's own is never late.
 *
 * @see https://developers.cloudflare.com/kv/concepts/how-kv-works/#consistency
 */
export function staleKv(binding: KvBinding): KvBinding {
  const seen = new Map<string, { value: string | null; until: number }>();
  return {
    async get(key, options = {}) {
      const kept = seen.get(key);
      if (kept && kept.until > Date.now()) {
        return kept.value;
      }
      const value = await binding.get(key, options);
      seen.set(key, { value, until: Date.now() + (options.cacheTtl ?? 60) * 1000 });
      return value;
    },
    // Not even who writes sees it before its cache forgets: no location promises more.
    put: (key, value, options) => binding.put(key, value, options),
    delete: (key) => binding.delete(key),
  };
}
