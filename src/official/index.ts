export * from "../index.ts";
export { withHelpDeskCredential as withHelpdeskCredential } from "../index.ts";
export type { AccessToken, AccessTokenResult } from "./access-token.ts";
export {
  type AdaptOptions,
  adaptDefault,
  adaptExpress,
  adaptKoa,
  adaptKoaRouter,
  type KoaContext,
  type ParsedRequest,
} from "./adapt.ts";
export { AESCipher } from "./aes.ts";
export type { ClientAssertionProvider } from "./assertion.ts";
export type { Cache } from "./cache.ts";
export { generateChallenge } from "./challenge.ts";
export { Client, Client as LarkClient, type ClientOptions } from "./client.ts";
export {
  CardActionHandler,
  type DispatcherOptions,
  EventDispatcher,
  type InteractiveCardActionEvent,
} from "./dispatcher.ts";
export type { FileMethods, WithFileMethods } from "./file.ts";
export {
  defaultHttpInstance,
  type HttpInstance,
  type HttpRequestOptions,
  type HttpResponse,
  type Interceptors,
} from "./http-instance.ts";
export { type InteractiveCard, messageCard } from "./message-card.ts";
export { type RegisterAppOptions, type RegisterAppResult, registerApp } from "./register-app.ts";
export type { UserAccessToken, UserAccessTokenInfo } from "./user-access-token.ts";
export { WSClient, type WSClientOptions } from "./ws-client.ts";
