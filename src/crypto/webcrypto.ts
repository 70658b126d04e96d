import { type Bytes, join } from "./bytes.ts";
import type { CryptoProvider, Opener, SealingProvider } from "./provider.ts";

const NAME = "AES-CBC";

const importAes = (key: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", key, NAME, false, ["encrypt", "decrypt"]);

/** Prepares decryption; `raw` leaves the padding where it is. */
const openers =
  (raw: boolean) =>
  (key: Bytes): Opener => {
    // The key, not its promise: on workerd a promise made in a request that ends early never settles.
    let imported: CryptoKey | undefined;
    return async (iv, sealed) => {
      imported ??= await importAes(key);
      if (raw) {
        // WebCrypto always checks the padding. So it gets one more block, which decrypts to nothing but padding: what
        // `encrypt` makes of an empty text after the last block.
        const last = { name: NAME, iv: sealed.subarray(-16) };
        sealed = join([sealed, new Uint8Array(await crypto.subtle.encrypt(last, imported, new Uint8Array()))]);
      }
      return new Uint8Array(await crypto.subtle.decrypt({ name: NAME, iv }, imported, sealed));
    };
  };

/** The host's WebCrypto: every browser, workerd, and anything else with `crypto.subtle`. */
export const webCrypto: CryptoProvider = {
  async digest(algorithm, parts) {
    return new Uint8Array(await crypto.subtle.digest(algorithm, join(parts)));
  },
  opener: /* @__PURE__ */ openers(false),
  rawOpener: /* @__PURE__ */ openers(true),
};

/** The sending side of {@link webCrypto}. */
export const webSealing: SealingProvider = {
  async hmacSha256(key, message) {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    const imported = await crypto.subtle.importKey("raw", key, algorithm, false, ["sign"]);
    return new Uint8Array(await crypto.subtle.sign(algorithm, imported, message));
  },
  async seal(key, iv, plain) {
    return new Uint8Array(await crypto.subtle.encrypt({ name: NAME, iv }, await importAes(key), plain));
  },
};
