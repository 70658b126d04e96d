import { assertPositive } from "../assert.ts";
import {
  answer,
  type CallbackAnswer,
  type CallbackOptions,
  createVerifier,
  DEFAULT_MAX_BODY_BYTES,
  type Envelope,
  type HeaderLookup,
  readEnvelope,
  tooLarge,
  URL_VERIFICATION,
  unauthorized,
} from "../callback/index.ts";
import type { Bytes } from "../crypto/index.ts";
import { LarkCallbackError } from "../errors.ts";
import { workPlace } from "../host.ts";
import { createLog, type LogOptions } from "../logger.ts";
import { patient } from "../timer.ts";
import { type AnyHandler, type HostContext, isCallback, type Running, type RunOptions, run } from "./run.ts";

/** How long handlers may take before the platform is answered: its three seconds include the connection. */
export const DEFAULT_ANSWER_BUDGET_MS = 2_000;

/** How many turns of the microtask queue a handler gets before a timer is set. */
const TICKS = 9;

/** How to receive events. */
export interface EventDispatcherOptions extends CallbackOptions, LogOptions, RunOptions {
  /** The largest body that is read, in bytes. Default 1 MiB. */
  maxBodyBytes?: number;
  /** How long handlers may take before the platform is answered, in milliseconds. Default 2,000. */
  answerBudgetMs?: number;
}

/** The way of a request from its bytes to its answer. */
export interface Receiver {
  readonly maxBodyBytes: number;
  /** Never rejects. */
  receive(read: () => Promise<Bytes>, header: HeaderLookup, host: HostContext): Promise<CallbackAnswer>;
  run(envelope: Envelope, host: HostContext): Running;
}

/** The body is larger than `maxBodyBytes`. */
export const tooLargeError = (): LarkCallbackError => new LarkCallbackError("too_large");

/** Makes the way of a request from its bytes to its answer. */
export function createReceiver(
  options: EventDispatcherOptions,
  handlersOf: (type: string) => readonly AnyHandler[],
): Receiver {
  const { maxBodyBytes = DEFAULT_MAX_BODY_BYTES, answerBudgetMs = DEFAULT_ANSWER_BUDGET_MS } = options;
  const log = createLog(options);
  const verify = createVerifier(options);
  assertPositive("answerBudgetMs", answerBudgetMs);
  let warned = false;

  const runAll = (envelope: Envelope, host: HostContext) =>
    run(envelope, host, handlersOf(envelope.type), options, log);

  async function answerInTime(envelope: Envelope, host: HostContext): Promise<CallbackAnswer> {
    const { type } = envelope;
    const running = runAll(envelope, host);
    let done: CallbackAnswer | undefined;
    const work = running.result
      .then((result) => {
        done = answer(200, (isCallback(type) && typeof result === "object" && result) || {});
        running.acknowledged = true;
        return done;
      })
      .catch((error) => {
        running.fail(error);
        return answer(500, {});
      });
    // Handlers that wait for nothing need no timer.
    for (let tick = 0; tick < TICKS && !done; tick++) {
      await undefined;
    }
    const inTime = done ?? (await patient(work, answerBudgetMs));
    const place = workPlace(host);
    if (inTime || !place) {
      if (!inTime && !warned) {
        warned = true;
        log("warn", `${type} delays the answer: no waitUntil`);
      }
      return inTime ?? work;
    }
    running.acknowledged = true;
    place(work);
    if (isCallback(type)) {
      const advice = "update the card later: /interactive/v1/card/update";
      running.fail(new LarkCallbackError("answer_late", `${type} took over ${answerBudgetMs} ms; ${advice}`));
    }
    return answer(200, {});
  }

  return {
    maxBodyBytes: assertPositive("maxBodyBytes", maxBodyBytes),
    run: runAll,
    async receive(read, header, host) {
      if (!verify) {
        log("error", "pass encryptKey and verificationToken to EventDispatcher");
        return answer(500, {});
      }
      let envelope: Envelope;
      try {
        const body = await verify(await read(), header);
        if (body.type === URL_VERIFICATION) {
          return answer(200, { challenge: body.challenge });
        }
        envelope = readEnvelope(body);
      } catch (error) {
        const { reason = "unreadable" } = Object(error);
        log("warn", `callback refused: ${reason}`);
        return reason === "too_large" ? tooLarge() : unauthorized();
      }
      return answerInTime(envelope, host);
    },
  };
}
