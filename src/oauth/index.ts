export { type KeylessAssertion, keyless, type Proof } from "../auth/index.ts";
export {
  type Assertion,
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
export type { AppAddons } from "./addons.ts";
export { MAX_SCOPES } from "./authorize-url.ts";
export { dropRevoked, type RevokedContext, type RevokedEvent } from "./drop-revoked.ts";
export { type Jsapi, type JsapiConfig, type JsapiOptions, type JsapiOwner, jsapi, jsapiSignature } from "./jsapi.ts";
export { login } from "./login/login.ts";
export type { LoggedIn, Login, LoginOptions, LoginProblem, LoginRequest } from "./login/options.ts";
export { DEFAULT_SESSION_SECONDS } from "./login/parts.ts";
export { missingScopes } from "./missing-scopes.ts";
export { createOAuth, type OAuth } from "./oauth.ts";
export type {
  Authorization,
  AuthorizeRequest,
  DeviceCode,
  DeviceLoginRequest,
  ExchangeRequest,
  KeylessOAuthOptions,
  OAuthOptions,
  UserInfo,
  UserToken,
} from "./options.ts";
export { codeChallenge } from "./pkce.ts";
export { type RegisterAppOptions, type RegisteredApp, type RegistrationPage, registerApp } from "./register-app.ts";
export { LarkSessionError, type SessionProblem } from "./session-error.ts";
export {
  type OwnerOf,
  type RemovedSession,
  type SessionOwner,
  type UserSession,
  type UserTokens,
  type UserTokensOptions,
  userTokens,
} from "./user-tokens.ts";
