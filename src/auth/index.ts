export type { AppKind, AppTokenKind } from "./app-kind.ts";
export { assertApp } from "./assert-app.ts";
export { type KeylessAssertion, keyless, type Proof } from "./keyless.ts";
export { marketplace } from "./marketplace.ts";
export type { TokenOptions, TokenOwner, TokenProvider } from "./provider.ts";
export { createKeptToken, type KeptToken } from "./refresh.ts";
export type { Token } from "./token.ts";
export { createTokens, type TokenSource, type Tokens } from "./tokens.ts";
