export type { TokenOptions, TokenOwner, TokenProvider } from "./provider.ts";
export type { Token } from "./token.ts";
export { type AppTokenKind, createTokens, type TokenSource, type Tokens } from "./tokens.ts";
