export type { TokenOptions, TokenOwner, TokenProvider } from "./provider.ts";
export type { Token } from "./token.ts";
export { type AppTokenKind, type TokenSource, Tokens } from "./tokens.ts";
