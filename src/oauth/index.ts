export {
  isLarkError,
  LarkApiError,
  LarkAuthError,
  LarkError,
  type LarkErrorCode,
  LarkTransportError,
  type Logger,
  type LogLevel,
} from "../base/index.ts";
export type { Fetch } from "../http/index.ts";
export type { KeyValueStore } from "../store/index.ts";
export { MAX_SCOPES } from "./authorize-url.ts";
export { createOAuth, type OAuth } from "./oauth.ts";
export type {
  Authorization,
  AuthorizeRequest,
  DeviceCode,
  DeviceLoginRequest,
  ExchangeRequest,
  OAuthOptions,
  UserInfo,
  UserToken,
} from "./options.ts";
export { codeChallenge } from "./pkce.ts";
export { LarkSessionError, type SessionProblem } from "./session-error.ts";
export {
  type SessionOwner,
  type UserSession,
  type UserTokens,
  type UserTokensOptions,
  userTokens,
} from "./user-tokens.ts";
