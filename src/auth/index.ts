export { createTokens, type Token, type TokenOptions, type TokenSource, type Tokens } from "./tokens.ts";
