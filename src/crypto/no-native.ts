/** What `#native-crypto` is where a bundler builds for Workers or browsers: they have WebCrypto, and no need to carry more. */
export function nativeCrypto(): undefined {}
