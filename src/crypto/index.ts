import { nativeCrypto } from "#native-crypto";
import type { CryptoProvider } from "./provider.ts";
import { webCrypto } from "./webcrypto.ts";

export {
  type Bytes,
  equal,
  fromBase64,
  fromHex,
  fromUtf8,
  isHexOf,
  join,
  toBase64,
  toHex,
  toText,
  toUtf8,
} from "./bytes.ts";
export type { CryptoProvider, HashName, MaybePromise, Opener, SealingProvider } from "./provider.ts";
export { readStream } from "./stream.ts";
export { webCrypto, webSealing } from "./webcrypto.ts";

/** The fastest crypto of this host: Node's, Deno's or Bun's own, else WebCrypto. It is looked up when it is first used. */
export function hostCrypto(): CryptoProvider {
  return nativeCrypto() ?? webCrypto;
}
