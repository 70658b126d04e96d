export type {
  AppKind,
  KeylessAssertion,
  Proof,
  Token,
  TokenOptions,
  TokenOwner,
  TokenProvider,
} from "../auth/index.ts";
export { keyless, marketplace } from "../auth/index.ts";
export type { Assertion, Logger, LogLevel } from "../base/index.ts";
export {
  DEFAULT_DOMAIN,
  isLarkError,
  LarkApiError,
  type LarkApiErrorInfo,
  LarkAuthError,
  LarkError,
  type LarkErrorCategory,
  type LarkErrorCode,
  LarkTransportError,
  type PlatformErrorDetails,
  type TokenKind,
} from "../base/index.ts";
export {
  type CardPlace,
  type ErrorExplanation,
  type ErrorLanguage,
  type ExplainOptions,
  explainError,
  type LarkErrorMeaning,
} from "../explain/index.ts";
export {
  type AttemptOutcome,
  DEFAULT_DEADLINE_MS,
  DEFAULT_MAX_ANSWER_BYTES,
  DEFAULT_MAX_RETRIES,
  DEFAULT_MAX_UPLOAD_BYTES,
  DEFAULT_TIMEOUT_MS,
  type Download,
  type Fetch,
  type FetchAnswer,
  type FetchBody,
  type FetchInit,
  type Hooks,
  type RequestInfo,
  type ResponseInfo,
} from "../http/index.ts";
export type { KeyValueStore, SetOptions } from "../store/index.ts";
export { Client, type ClientConstructor } from "./client.ts";
export type {
  AccessTokenKind,
  Api,
  Apis,
  CallOptions,
  ClientBase,
  ClientOptions,
  Envelope,
  FileInput,
  KeylessClientOptions,
  Paged,
  PageOptions,
  Pages,
  PagesOf,
  RawRequest,
  RetryOptions,
  Trees,
} from "./types.ts";
