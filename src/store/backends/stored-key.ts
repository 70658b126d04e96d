import { toHex, toUtf8, webCrypto } from "../../crypto/index.ts";

/**
 * The longest key that is stored as it is, in bytes of UTF-8. It is the limit of Workers KV; one rule for every backend
 * of Cloudflare keeps a key readable in the dashboard, or hashed, in all of them alike.
 *
 * Our own keys are far shorter (a claim has about 130 bytes), but a claim's last part may be the user's, and
 * percent-encoding makes nine bytes of a Chinese character.
 *
 * @see https://developers.cloudflare.com/kv/platform/limits/
 */
export const MAX_PLAIN_KEY_BYTES = 512;

const HASHED = "sha256:";

/**
 * The key under which a backend keeps a value: the key itself, or `sha256:` and its hash if it is too long, or one of
 * the two that Workers KV refuses (`.` and `..`, which a URL would resolve).
 *
 * A key that looks like a hash is hashed, too. Otherwise a caller could choose a key that is another one's hash.
 *
 * @see https://developers.cloudflare.com/kv/api/write-key-value-pairs/
 */
export async function storedKey(key: string): Promise<string> {
  const isPlain =
    !/^\.\.?$/.test(key) &&
    !key.startsWith(HASHED) &&
    (key.length * 3 <= MAX_PLAIN_KEY_BYTES || toUtf8(key).length <= MAX_PLAIN_KEY_BYTES);
  return isPlain ? key : HASHED + toHex(await webCrypto.digest("SHA-256", [key]));
}
