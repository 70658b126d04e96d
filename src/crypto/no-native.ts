/** The module behind `#native-crypto` in bundles for Workers and browsers, which have WebCrypto. */
export function nativeCrypto(): undefined {}
