export type { Logger, LogLevel } from "../base/index.ts";
export { type CallbackRefusal, isLarkError, LarkCallbackError, LarkError, type LarkErrorCode } from "../base/index.ts";
export type { CardAction, CardActionAnswer, CardReplacement, OldCardAction, Toast } from "../callback/index.ts";
export {
  type CallbackAnswer,
  DEFAULT_MAX_BODY_BYTES,
  DEFAULT_SIGNATURE_MAX_AGE_SECONDS,
  type EventHeader,
  type HeaderLookup,
  type JsonObject,
} from "../callback/index.ts";
export type { KeyValueStore, SetOptions } from "../store/index.ts";
export { EventDispatcher } from "./dispatcher.ts";
export { type EventOnce, type OnceOptions, once } from "./once.ts";
export type { ImMessageReceiveV1, UserId } from "./payloads.ts";
export type { EventQueue } from "./queue.ts";
export { DEFAULT_ANSWER_BUDGET_MS, type EventDispatcherOptions } from "./receive.ts";
export type { FailureInfo, HostContext } from "./run.ts";
export type {
  CallbackAnswers,
  CallbackHandler,
  EventBody,
  EventContext,
  EventHandler,
  EventMap,
  FlatEvent,
  FlatHandlers,
  HandlerResult,
} from "./types.ts";
export { eventUuid } from "./uuid.ts";
