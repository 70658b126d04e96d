import { type Log, workPlace } from "../base/index.ts";
import type { Envelope } from "../callback/index.ts";
import { type KeyValueStore, saveAppTicket } from "../store/index.ts";
import { isCallback } from "./identity.ts";
import type { Once, Outcome } from "./once.ts";
import type { EventBody, EventContext } from "./types.ts";

/** What a host offers besides the request. */
export interface HostContext {
  /** Keeps the host running until the work is done, as a Worker's `ctx.waitUntil` does. */
  waitUntil?: (work: Promise<unknown>) => void;
  /** Aborts when the host gives up on the request. */
  signal?: AbortSignal;
}

/** What is known about a failure besides the error. */
export interface FailureInfo {
  readonly context: EventContext;
  /** The platform had its answer already: it will not deliver the event again. */
  readonly acknowledged: boolean;
}

/** What running handlers takes. */
export interface RunOptions {
  /** Keeps the `app_ticket` of a marketplace app. Pass the client the same one. */
  store?: KeyValueStore;
  /** Stands before every key in the store, as the client's `keyPrefix`. Default empty. */
  keyPrefix?: string;
  /**
   * Hears of every handler that fails. Default: it is logged as an error. `dispatch` rejects instead.
   *
   * Its promise is not waited for: on Workers hand one to `info.context.waitUntil`, or the runtime drops it after the answer.
   */
  onError?: (error: unknown, info: FailureInfo) => unknown;
}

/** A handler, its types forgotten. */
export type AnyHandler = (event: unknown, ctx: EventContext) => unknown;

/** An event under way. */
export interface Running {
  /** For a callback what the first handler returned that returned anything; rejects with the handlers' errors. */
  readonly result: Promise<unknown>;
  /** Tells of a failure. */
  fail(error: unknown): void;
  /** From now on a failure cannot be mended by a redelivery. */
  acknowledged: boolean;
  /** Who else has the event, once there is a result. */
  duplicate?: Outcome["duplicate"];
}

/** A signal that aborts with the first of two. */
function eitherOf(one: AbortSignal | undefined, other: AbortSignal | undefined): AbortSignal {
  if (one && other) {
    const controller = new AbortController();
    for (const signal of [one, other]) {
      const forward = () => controller.abort(signal.reason);
      if (signal.aborted) {
        forward();
      }
      signal.addEventListener("abort", forward, { once: true });
    }
    return controller.signal;
  }
  return one ?? other ?? new AbortController().signal;
}

// A class: as an object with a getter it would cost a fifth of the time that an event takes.
class Context implements EventContext {
  declare readonly type: string;
  declare readonly schema: Envelope["schema"];
  declare readonly header: Envelope["header"];
  declare readonly raw: Envelope["raw"];
  declare readonly waitUntil: EventContext["waitUntil"];
  readonly #host: HostContext;
  #lease: AbortSignal | undefined;
  #signal: AbortSignal | undefined;

  constructor(envelope: Envelope, host: HostContext, waitUntil: EventContext["waitUntil"]) {
    ({ type: this.type, schema: this.schema, header: this.header, raw: this.raw } = envelope);
    this.waitUntil = waitUntil;
    this.#host = host;
  }

  // Made when it is asked for: few handlers do, and a request's own is not free either.
  get signal(): AbortSignal {
    this.#signal ??= eitherOf(this.#host.signal, this.#lease);
    return this.#signal;
  }

  /** From now on the end of a claim's lease aborts the signal, too. */
  follow(lease: AbortSignal | undefined): void {
    this.#lease = lease;
    this.#signal = undefined;
  }
}

/** Runs the handlers of an event, all of them, whatever one does. */
export function run(
  envelope: Envelope,
  host: HostContext,
  handlers: readonly AnyHandler[],
  options: RunOptions,
  log: Log,
  once?: Once,
): Running {
  const { type, event } = envelope;
  const {
    onError = (error, { acknowledged }) => {
      log("error", type, envelope.header.event_id, "failed, acknowledged:", acknowledged, error);
    },
  } = options;
  const errors: unknown[] = [];
  const pending: Promise<unknown>[] = [];
  const place = workPlace(host);
  const call = async (work: () => unknown) => {
    try {
      return await work();
    } catch (error) {
      errors.push(error);
    }
  };
  const context = new Context(envelope, host, (work) => {
    if (place) {
      place(Promise.resolve(work).catch((error) => running.fail(error)));
    } else {
      // Waited for, so that it fails as a handler does: the event comes again.
      pending.push(call(() => work));
    }
  });

  async function handle(lease?: AbortSignal): Promise<unknown> {
    context.follow(lease);
    if (type === "app_ticket") {
      const ticket = event as EventBody<"app_ticket">;
      await saveAppTicket(options, ticket.app_id, ticket.app_ticket, Number(envelope.header.create_time) * 1000);
    }
    const results = await Promise.all(handlers.map((handler) => call(() => handler(event, context))));
    while (pending.length) {
      await pending.pop();
    }
    if (errors.length) {
      throw errors.length > 1 ? new AggregateError(errors) : errors[0];
    }
    return isCallback(type) ? results.find((result) => result != null) : undefined;
  }

  async function handleOnce(own: Once): Promise<unknown> {
    const outcome = await own(envelope, context, handle);
    running.duplicate = outcome.duplicate;
    return outcome.result;
  }

  const running: Running = {
    acknowledged: false,
    async fail(error) {
      try {
        await onError(error, { context, acknowledged: running.acknowledged });
      } catch (failure) {
        log("error", "onError failed:", failure);
      }
    },
    result: once ? handleOnce(once) : handle(),
  };
  return running;
}
