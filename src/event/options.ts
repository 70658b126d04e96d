import type { LogOptions } from "../base/index.ts";
import type { CallbackOptions } from "../callback/index.ts";
import type { AppTicketKeeper, EventOnce, EventSender } from "./steps.ts";
import type { EventContext } from "./types.ts";

/** How long handlers may take before the platform is answered: its three seconds include the connection. */
export const DEFAULT_ANSWER_BUDGET_MS = 2_000;

/** Options of `EventDispatcher`. */
export interface EventDispatcherOptions extends CallbackOptions, LogOptions {
  /** How long handlers may take before the platform is answered, in milliseconds. Default 2,000. Not positive: a `RangeError`. */
  answerBudgetMs?: number | undefined;
  /** Handles each event once, however often it is delivered: `once({ store })`. Default: each delivery is handled. */
  once?: EventOnce | undefined;
  /**
   * Takes the verified events in place of the handlers: `queue(env.EVENTS)`. The handlers run when the queue's consumer calls
   * `dispatch`. The platform is answered as soon as the queue has the event, and delivers it again if the queue fails.
   * Callbacks, which need an answer, are handled here. Default: the handlers run at once.
   */
  queue?: EventSender | undefined;
  /**
   * Keeps the `app_ticket` of a marketplace app: `appTicket({ store })`. Pass the client the same store. Default: it is an
   * event like any other.
   */
  appTicket?: AppTicketKeeper | undefined;
  /** Prefix of every key in a store, equal to the client's `keyPrefix`. Default empty. */
  keyPrefix?: string | undefined;
  /**
   * Called with the failure of each handler. Default: the failure is logged as an error. `dispatch` rejects instead.
   *
   * Its promise is not awaited. On Workers pass the promise to `info.context.waitUntil`, or the runtime drops it after the answer.
   */
  onError?: ((error: unknown, info: FailureInfo) => unknown) | undefined;
}

/** What is known about a failure besides the error. */
export interface FailureInfo {
  readonly context: EventContext;
  /** Whether the platform had its answer already, so that it does not deliver the event again. */
  readonly acknowledged: boolean;
}

/** What a host offers besides the request. */
export interface HostContext {
  /** Keeps the host running until the work is done, as a Worker's `ctx.waitUntil` does. */
  waitUntil?: ((work: Promise<unknown>) => void) | undefined;
  /** Aborts when the host gives up on the request. */
  signal?: AbortSignal | undefined;
  /**
   * `"done"`: an event is answered when its handlers and their `waitUntil` work are done, however long they take. Callbacks
   * are answered in time. Default `"in-time"`.
   */
  acknowledge?: "in-time" | "done" | undefined;
}

/** What a host of `dispatch` offers. */
export interface DispatchContext extends HostContext {
  /** Where the event comes from. Default `"queue"`. */
  via?: "queue" | "long-connection" | undefined;
}
