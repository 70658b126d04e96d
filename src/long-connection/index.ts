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
export type { ConnectionState, ConnectOptions, LongConnection, WebSocketLike } from "./options.ts";
