export {
  isLarkError,
  LarkApiError,
  LarkError,
  type LarkErrorCode,
  LarkTransportError,
  type Logger,
  type LogLevel,
} from "../base/index.ts";
export type { Fetch } from "../http/index.ts";
export { connect, DEFAULT_CLOSE_TIMEOUT_MS } from "./connect.ts";
export {
  ALARM_INTERVAL_MS,
  type LongConnectionObject,
  type LongConnectionObjectClass,
  longConnectionObject,
  type ObjectContext,
  REFUSED_INTERVAL_MS,
} from "./durable-object.ts";
export type { ConnectionState, ConnectOptions, LongConnection, WebSocketLike } from "./options.ts";
