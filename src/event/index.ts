export type { Logger, LogLevel } from "../base/index.ts";
export { type CallbackRefusal, isLarkError, LarkCallbackError, LarkError, type LarkErrorCode } from "../base/index.ts";
export type {
  CardAction,
  CardActionAnswer,
  CardClick,
  CardReplacement,
  OldCardAction,
  Toast,
} from "../callback/index.ts";
export {
  type CallbackAnswer,
  DEFAULT_MAX_BODY_BYTES,
  DEFAULT_SIGNATURE_MAX_AGE_SECONDS,
  type EventHeader,
  type HeaderLookup,
  type JsonObject,
  type ReadBody,
} from "../callback/index.ts";
export type { CryptoProvider } from "../crypto/index.ts";
export type { KeyValueStore, SetOptions } from "../store/index.ts";
export { appTicket } from "./app-ticket.ts";
export { EventDispatcher } from "./dispatcher.ts";
export { type OnceOptions, once } from "./once.ts";
export {
  DEFAULT_ANSWER_BUDGET_MS,
  type DispatchContext,
  type EventDispatcherOptions,
  type FailureInfo,
  type HostContext,
} from "./options.ts";
export type { ImMessageReceiveV1, UserId } from "./payloads.ts";
export { consume, type EventQueue, queue } from "./queue.ts";
export type { AppTicketKeeper, EventOnce, EventSender, QueueBatch, QueueMessage } from "./steps.ts";
export type {
  CallbackAnswers,
  CallbackHandler,
  CardActionHandler,
  CardReader,
  EventBody,
  EventContext,
  EventHandler,
  EventMap,
  FlatEvent,
  FlatHandlers,
  HandlerResult,
} from "./types.ts";
export { eventUuid } from "./uuid.ts";
