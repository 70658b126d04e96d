import { hostCrypto, toHex } from "../crypto/index.ts";
import { joinClaimKey, joinStreamKey } from "./keys.ts";

/** The longest part that is stored as it is. The whole key then fits every store (Deno KV: 2,046 bytes). */
const MAX_PART_LENGTH = 256;

/** Half of a surrogate pair has no UTF-8: `encodeURIComponent` throws. */
const HALF_A_PAIR = /\p{Surrogate}/u;

/** A part of the key: percent-encoded, or `sha256=` and its hash. No encoded text contains `=`. */
async function toPart(text: string): Promise<string> {
  if (text.length <= MAX_PART_LENGTH && !HALF_A_PAIR.test(text)) {
    const encoded = encodeURIComponent(text);
    if (encoded.length <= MAX_PART_LENGTH) {
      return encoded;
    }
  }
  // As JSON, which writes half of a pair as an escape: as UTF-8 all halves would be one character.
  return `sha256=${toHex(await hostCrypto().digest("SHA-256", [JSON.stringify(text)]))}`;
}

/**
 * The key of a claim: `<prefix>lark-edge:1:claim::<app>:<what>`, for any two texts.
 *
 * A part that is longer than 256 characters once encoded, or that contains half of a surrogate pair, is `sha256=` and the
 * hexadecimal SHA-256 of its JSON text. Every store takes such a key.
 */
export async function claimKey(prefix = "", app: string, what: string): Promise<string> {
  return joinClaimKey(prefix, await toPart(app), await toPart(what));
}

/** The key of a stream's record, `<prefix>lark-edge:1:stream::<app>:<what>`, for any two texts. Parts are as in `claimKey`. */
export async function streamKey(prefix = "", app: string, what: string): Promise<string> {
  return joinStreamKey(prefix, await toPart(app), await toPart(what));
}
