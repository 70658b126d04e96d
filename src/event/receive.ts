import { assertPositive, createLog, LarkCallbackError, type LogOptions, patient, workPlace } from "../base/index.ts";
import {
  answer,
  type CallbackAnswer,
  type CallbackOptions,
  createVerifier,
  DEFAULT_MAX_BODY_BYTES,
  type Envelope,
  type HeaderLookup,
  readEnvelope,
  refuse,
  URL_VERIFICATION,
} from "../callback/index.ts";
import type { Bytes, MaybePromise } from "../crypto/index.ts";
import { isCallback } from "./identity.ts";
import type { EventOnce } from "./once.ts";
import { type EventQueue, forward } from "./queue.ts";
import { type AnyHandler, type HostContext, type Running, type RunOptions, run } from "./run.ts";

/** How long handlers may take before the platform is answered: its three seconds include the connection. */
export const DEFAULT_ANSWER_BUDGET_MS = 2_000;

/** How many turns of the microtask queue handlers get before a timer is set. */
const TICKS = 9;

/** How to receive events. */
export interface EventDispatcherOptions extends CallbackOptions, LogOptions, RunOptions {
  /** The largest body that is read, in bytes. Default 1 MiB. */
  maxBodyBytes?: number;
  /** How long handlers may take before the platform is answered, in milliseconds. Default 2,000. */
  answerBudgetMs?: number;
  /**
   * Handles each event once, however often it is delivered: `once({ store })`. Default: each delivery is handled.
   */
  once?: EventOnce | undefined;
  /**
   * Takes the verified events in place of the handlers, which run when the queue's consumer calls `dispatch`. The platform is
   * answered as soon as the queue has the event, and delivers it again if the queue fails. Callbacks, which need an answer,
   * are handled here.
   */
  queue?: EventQueue;
}

/** The way of a request from its bytes to its answer. */
export interface Receiver {
  readonly maxBodyBytes: number;
  /**
   * Never rejects.
   *
   * @param read - Gets the body; `undefined` if it is larger than `maxBodyBytes`.
   */
  receive(
    read: () => MaybePromise<Bytes | undefined>,
    header: HeaderLookup,
    host: HostContext,
  ): Promise<CallbackAnswer>;
  run(envelope: Envelope, host: HostContext): Running;
}

/** Makes the way of a request from its bytes to its answer. */
export function createReceiver(options: EventDispatcherOptions, handlers: readonly AnyHandler[]): Receiver {
  const { maxBodyBytes = DEFAULT_MAX_BODY_BYTES, answerBudgetMs = DEFAULT_ANSWER_BUDGET_MS } = options;
  const log = createLog(options);
  const verify = createVerifier(options);
  assertPositive("answerBudgetMs", answerBudgetMs);
  if (options.once && typeof options.once !== "function") {
    throw new TypeError("once takes what once({ store }) of lark-edge/event returns");
  }
  const { keyPrefix, signatureMaxAgeSeconds: maxAgeSeconds = 0 } = options;
  const once = options.once?.({ keyPrefix, maxAgeSeconds, log });
  const senders = "queue" in options && [forward(options.queue)];
  let warned = false;

  const runAll = (envelope: Envelope, host: HostContext) => run(envelope, host, handlers, options, log, once);

  async function answerInTime(envelope: Envelope, host: HostContext): Promise<CallbackAnswer> {
    const { type } = envelope;
    const queued = !isCallback(type) && senders;
    const running = queued ? run(envelope, host, queued, options, log) : runAll(envelope, host);
    let inTime: CallbackAnswer | undefined;
    const work = running.result
      .then((result) => {
        // Answered so, the platform delivers it again, and may find that it failed.
        inTime = answer(running.duplicate === "running" ? 503 : 200, (typeof result === "object" && result) || {});
        running.acknowledged = true;
        return inTime;
      })
      .catch((error) => {
        running.fail(error);
        return answer(500);
      });
    // Handlers that wait for nothing need no timer.
    for (let tick = 0; tick < TICKS && !inTime; tick++) {
      await undefined;
    }
    inTime ??= await patient(work, answerBudgetMs);
    if (inTime) {
      return inTime;
    }
    // What the queue does not have yet is not acknowledged.
    const place = queued ? undefined : workPlace(host);
    if (!place) {
      if (!warned) {
        warned = true;
        log("warn", `${type} delays the answer: no waitUntil, or a slow queue`);
      }
      return work;
    }
    running.acknowledged = true;
    place(work);
    if (isCallback(type)) {
      running.fail(new LarkCallbackError("answer_late", `${type} is late: use /interactive/v1/card/update`));
    }
    return answer(200);
  }

  return {
    maxBodyBytes: assertPositive("maxBodyBytes", maxBodyBytes),
    run: runAll,
    async receive(read, header, host) {
      if (!verify) {
        log("error", "pass encryptKey and verificationToken");
        return answer(500);
      }
      try {
        const body = await verify((await read()) ?? refuse("too_large"), header);
        if (body.type === URL_VERIFICATION) {
          return answer(200, { challenge: body.challenge });
        }
        return answerInTime(readEnvelope(body), host);
      } catch (error) {
        const { reason = "invalid_body" } = Object(error);
        log("warn", "callback refused:", reason);
        return answer(reason === "too_large" ? 413 : 401);
      }
    },
  };
}
