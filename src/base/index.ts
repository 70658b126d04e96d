export { assertPositive, assertText, assertToken, isToken } from "./assert.ts";
export type { Assertion } from "./assertion.ts";
export { distance } from "./distance.ts";
export { accountsOf, DEFAULT_DOMAIN, isOrigin, originOf, warnOfClearText } from "./domain.ts";
export {
  type CallbackRefusal,
  isLarkError,
  LarkApiError,
  type LarkApiErrorInfo,
  LarkAuthError,
  LarkCallbackError,
  LarkError,
  type LarkErrorCategory,
  type LarkErrorCode,
  LarkTransportError,
  type PlatformErrorDetails,
  type TokenKind,
  tellOf,
} from "./errors.ts";
export { isTooDeep, type JsonObject, parseObject } from "./json.ts";
export { createLog, type Log, type Logger, type LogLevel, type LogOptions } from "./logger.ts";
export { withoutMentions } from "./mentions.ts";
export { isWorkerd, nodeModule, workPlace } from "./runtime.ts";
export { patient } from "./time.ts";
export { VERSION } from "./version.ts";
