import { assertPositive, LarkCallbackError, type Log, patient, workPlace } from "../base/index.ts";
import { answer, type CallbackAnswer, type Envelope } from "../callback/index.ts";
import { Context } from "./context.ts";
import { DEFAULT_ANSWER_BUDGET_MS, type EventDispatcherOptions, type HostContext } from "./options.ts";
import type { Outcome } from "./steps.ts";
import type { EventContext } from "./types.ts";

/** A handler, its types forgotten. */
export type AnyHandler = (event: unknown, ctx: EventContext) => unknown;

/** Delivers an event to its handlers. */
export interface Delivery {
  /** Rejects with what a handler threw; an `AggregateError` where several did. */
  readonly outcome: Promise<Outcome>;
  /** Answers the platform before it gives up, with the outcome if it is there by then. Never rejects. */
  answerInTime(): Promise<CallbackAnswer>;
}

/** How many turns of the microtask queue handlers get before a timer is set: most that wait for nothing are done by then. */
const TICKS = 9;

/**
 * Makes the function that delivers events: it keeps the `app_ticket`, and claims the event and calls its handlers, or hands it
 * to the queue.
 *
 * @param handlers - By type; those of every type have an empty one.
 * @throws {TypeError} An option is not what its function of `lark-edge/event` returns.
 */
export function createDeliver(
  options: EventDispatcherOptions,
  handlers: ReadonlyMap<string, readonly AnyHandler[]>,
  log: Log,
): (envelope: Envelope, via: EventContext["via"], host: HostContext) => Delivery {
  const {
    answerBudgetMs = DEFAULT_ANSWER_BUDGET_MS,
    keyPrefix,
    onError = (error, { context: { type, header }, acknowledged }) =>
      log("error", type, header.event_id, "failed, acknowledged:", acknowledged, error),
    queue,
    signatureMaxAgeSeconds: maxAgeSeconds = 0,
  } = options;
  assertPositive("answerBudgetMs", answerBudgetMs);
  for (const [name, takes] of [
    ["once", "{ store }"],
    ["queue", "binding"],
    ["appTicket", "{ store }"],
  ] as const) {
    if (options[name] && typeof options[name] !== "function") {
      throw new TypeError(`${name} must be ${name}(${takes})`);
    }
  }
  const settings = { keyPrefix, maxAgeSeconds, log };
  const once = options.once?.(settings);
  const keepTicket = options.appTicket?.(settings);
  const unhandled = new Set<string>();
  let warned = false;

  return (envelope, via, host) => {
    const { kind, type } = envelope;
    const isQueued = queue && via === "webhook" && kind === "event";
    const waits = host.acknowledge === "done" && kind === "event";
    const errors: unknown[] = [];
    const pending: Promise<unknown>[] = [];
    let acknowledged = false;

    const attempt = async (work: () => unknown) => {
      try {
        return await work();
      } catch (error) {
        errors.push(error);
      }
    };
    const fail = async (error: unknown) => {
      try {
        await onError(error, { context, acknowledged });
      } catch (failure) {
        log("error", "onError failed:", failure);
      }
    };
    /** Hands work to the host, and says whether it took it: it may have no place for work, or none any more. */
    const hand = (work: () => Promise<unknown>) => {
      try {
        const place = waits ? undefined : workPlace(host);
        place?.(work());
        return place;
      } catch {}
    };
    let answered: Promise<unknown> | undefined;
    let markAnswered: ((answer?: unknown) => void) | undefined;
    /** Made when a handler first reads it: few do. */
    const whenAnswered = () => {
      answered ??= new Promise((resolve) => {
        markAnswered = resolve;
        // A handler that reads it at once runs before `outcome` exists.
        const settled = Promise.resolve().then(() => (acknowledged ? undefined : outcome));
        settled.then(resolve, resolve);
      });
      return answered;
    };
    const keepRunning = (work: Promise<unknown>) => {
      if (!hand(() => Promise.resolve(work).catch(fail))) {
        // Waited for, so that it fails as a handler does: the event comes again.
        pending.push(attempt(() => work));
      }
    };
    const context = new Context(envelope, via, host, keepRunning, whenAnswered);
    /** Calls the handlers, all of them, whatever one does. */
    const handle = async () => {
      if (type === "app_ticket") {
        await keepTicket?.(envelope);
      }
      const called = isQueued
        ? [() => queue(envelope.raw)]
        : [...(handlers.get("") ?? []), ...(handlers.get(type) ?? [])];
      if (!called.length && !unhandled.has(type)) {
        unhandled.add(type);
        log("warn", `no handler for ${type}, only for`, ...handlers.keys());
      }
      let result: unknown;
      for (const work of called.map((handler) => attempt(() => handler(envelope.event, context)))) {
        const returned = await work;
        result ??= returned;
      }
      for (const work of pending) {
        await work;
      }
      if (errors.length) {
        throw errors.length > 1 ? new AggregateError(errors) : errors[0];
      }
      return kind === "event" ? undefined : result;
    };
    const outcome: Promise<Outcome> =
      once && !isQueued ? once(envelope, context, handle) : handle().then((result) => ({ result }));

    return {
      outcome,
      async answerInTime() {
        let inTime: CallbackAnswer | undefined;
        const finish = async () => {
          try {
            const { result, duplicate } = await outcome;
            // Answered 503, the platform delivers it again, and may find that it failed.
            inTime = answer(duplicate === "running" ? 503 : 200, (typeof result === "object" && result) || {});
            acknowledged = true;
          } catch (error) {
            void fail(error);
            inTime = answer(500);
          }
          return inTime;
        };
        const work = finish();
        for (let tick = 0; tick < TICKS && !inTime; tick++) {
          await undefined;
        }
        inTime ??= await patient(work, answerBudgetMs);
        if (inTime) {
          return inTime;
        }
        // An event that the queue does not have yet is not acknowledged.
        if (isQueued || !hand(() => work)) {
          if (!warned && !waits) {
            warned = true;
            log("warn", `${type} delays the answer: no waitUntil, or a slow queue`);
          }
          return work;
        }
        acknowledged = true;
        markAnswered?.();
        if (kind !== "event") {
          void fail(new LarkCallbackError("answer_late", `${type} is late: use /interactive/v1/card/update`));
        }
        return answer(200);
      },
    };
  };
}
