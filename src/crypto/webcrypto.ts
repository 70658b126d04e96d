import { join } from "./bytes.ts";
import type { CryptoProvider, SealingProvider } from "./provider.ts";

/** The host's WebCrypto: every browser, workerd, and anything else with `crypto.subtle`. */
export const webCrypto: CryptoProvider = {
  async digest(algorithm, parts) {
    return new Uint8Array(await crypto.subtle.digest(algorithm, join(parts)));
  },
  opener(key) {
    // The key, not its promise: on workerd a promise made in a request that ends early never settles.
    let imported: CryptoKey | undefined;
    return async (iv, sealed) => {
      imported ??= await crypto.subtle.importKey("raw", key, "AES-CBC", false, ["decrypt"]);
      return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-CBC", iv }, imported, sealed));
    };
  },
};

/** The sending side of {@link webCrypto}. */
export const webSealing: SealingProvider = {
  async hmacSha256(key, message) {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    const imported = await crypto.subtle.importKey("raw", key, algorithm, false, ["sign"]);
    return new Uint8Array(await crypto.subtle.sign(algorithm, imported, message));
  },
  async seal(key, iv, plain) {
    const imported = await crypto.subtle.importKey("raw", key, "AES-CBC", false, ["encrypt"]);
    return new Uint8Array(await crypto.subtle.encrypt({ name: "AES-CBC", iv }, imported, plain));
  },
};
