export { createTokens, type Token, type TokenOptions, type Tokens, type TokenSource } from "./tokens.ts";
