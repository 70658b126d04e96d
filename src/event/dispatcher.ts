import { assertPositive } from "../assert.ts";
import {
  answer,
  type CallbackAnswer,
  type CallbackOptions,
  createVerifier,
  DEFAULT_MAX_BODY_BYTES,
  type Envelope,
  type HeaderLookup,
  type JsonObject,
  methodNotAllowed,
  OLD_CARD_TYPE,
  readBody,
  readEnvelope,
  readSecrets,
  tooLarge,
  unauthorized,
  type Verified,
  type Verifier,
} from "../callback/index.ts";
import { type CardAction, fromOldCard, type OldCardAction, toOldAnswer } from "../card/index.ts";
import { LarkCallbackError } from "../errors.ts";
import { createLog, type Log, type LogOptions } from "../logger.ts";
import { type KeyValueStore, saveAppTicket } from "../store/index.ts";
import { startTimer } from "../timer.ts";
import { Context, type HostContext, workPlace } from "./context.ts";
import type { EventBody, EventContext, EventHandler, FlatHandlers, HandlerResult } from "./types.ts";

/** How long handlers may take before the platform is answered: its three seconds include the connection. */
export const DEFAULT_ANSWER_BUDGET_MS = 2_000;

/** What is known about a failure besides the error. */
export interface FailureInfo {
  readonly context: EventContext;
  /** The platform had its answer already: it will not deliver the event again. */
  readonly acknowledged: boolean;
}

/** How to receive events. */
export interface EventDispatcherOptions extends CallbackOptions, LogOptions {
  /** Keeps the `app_ticket` of a marketplace app. Pass the client the same one. */
  store?: KeyValueStore;
  /** Stands before every key in the store, as the client's `keyPrefix`. Default empty. */
  keyPrefix?: string;
  /** The largest body that is read, in bytes. Default 1 MiB. */
  maxBodyBytes?: number;
  /** How long handlers may take before the platform is answered, in milliseconds. Default 2,000. */
  answerBudgetMs?: number;
  /** Hears of every failure of a handler. Default: it is logged as an error. */
  onError?: (error: unknown, info: FailureInfo) => void;
}

type AnyHandler = (event: unknown, ctx: EventContext) => unknown;

/** Events end in a version; what does not is a callback, and waits for an answer. */
const isCallback = (type: string) => type === OLD_CARD_TYPE || !/(_v\d+|^[^.]*)$/.test(type);

/**
 * Receives the platform's events and callbacks: verifies, decrypts, and calls the handlers registered for them.
 *
 * @throws {TypeError} A secret is present but empty: its environment variable is probably missing.
 * @example
 * const events = new EventDispatcher({ encryptKey, verificationToken });
 * events.on("im.message.receive_v1", (event) => console.log(event.message.content));
 * Deno.serve(events.fetch);
 * @see https://open.feishu.cn/document/server-docs/event-subscription-guide/overview
 */
export class EventDispatcher {
  /**
   * Answers a web-standard request. Bound, so that `Deno.serve(events.fetch)` and `Bun.serve(events)` work.
   *
   * @param ctx - The Worker's context. Without its `waitUntil` slow handlers delay the answer.
   */
  readonly fetch: (request: Request, env?: unknown, ctx?: unknown) => Promise<Response>;
  /** The largest body that is read. */
  readonly maxBodyBytes: number;

  readonly #options: EventDispatcherOptions;
  readonly #log: Log;
  readonly #verify: Verifier | undefined;
  readonly #handlers: Map<string, AnyHandler[]> = new Map();
  readonly #any: AnyHandler[] = [];
  #warned = false;

  constructor(options: EventDispatcherOptions = {}) {
    const secrets = readSecrets(options);
    this.#options = options;
    this.maxBodyBytes = assertPositive("maxBodyBytes", options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES);
    this.#log = createLog(options);
    this.#verify = secrets.key || secrets.token || secrets.open ? createVerifier(secrets) : undefined;
    this.fetch = async (request, _env, ctx) => {
      const host = { signal: request.signal } as HostContext;
      if (typeof (ctx as HostContext | undefined)?.waitUntil === "function") {
        host.waitUntil = (work) => (ctx as Required<HostContext>).waitUntil(work);
      }
      const { status, headers, body } = await this.#receive(request, host);
      return new Response(body, { status, headers });
    };
  }

  /** Adds a handler for a type of event or callback. Several of one type all run. */
  on<Type extends keyof import("./types.ts").EventMap | (string & {})>(type: Type, handler: EventHandler<Type>): this {
    if (typeof type !== "string" || !type || typeof handler !== "function") {
      throw new TypeError(`on(type, handler) takes the name of an event and a function, got ${typeof type} and ${typeof handler}`);
    }
    const handlers = this.#handlers.get(type);
    if (handlers) {
      handlers.push(handler as AnyHandler);
    } else {
      this.#handlers.set(type, [handler as AnyHandler]);
    }
    return this;
  }

  /** Adds handlers in the official Node SDK's way: they get body, header and event as one flat object. */
  register(handlers: FlatHandlers): this {
    for (const [type, handler] of Object.entries(handlers)) {
      if (handler) {
        this.on(type, ((_event: unknown, ctx: EventContext) => {
          const { header, event, ...rest } = ctx.raw;
          return handler({ ...rest, ...(header as object), ...(event as object) } as never, ctx);
        }) as EventHandler<string>);
      }
    }
    return this;
  }

  /** Adds a handler that sees every event and callback; what it returns is not used. */
  onAny(handler: (event: unknown, ctx: EventContext) => unknown): this {
    this.#any.push(handler);
    return this;
  }

  /** Adds a handler of clicks on cards, from the old callback and from `card.action.trigger`, both in the new shape. */
  onCardAction(
    handler: (action: CardAction, ctx: EventContext) => HandlerResult<"card.action.trigger">,
  ): this {
    return this.on("card.action.trigger", handler).on(OLD_CARD_TYPE, (async (old: OldCardAction, ctx: EventContext) =>
      toOldAnswer((await handler(fromOldCard(old), ctx)) ?? undefined)) as EventHandler<typeof OLD_CARD_TYPE>);
  }

  /**
   * Answers a request of any host, without web objects: on Node those cost more than all the rest.
   *
   * @param bytes - The body exactly as received.
   * @param header - Reads a request header; the name comes in lower case.
   */
  async handle(bytes: Uint8Array, header: HeaderLookup, host: HostContext = {}): Promise<CallbackAnswer> {
    if (!this.#verify) {
      this.#log("error", "callback refused: pass encryptKey and verificationToken to EventDispatcher (allowUnverified: true accepts anybody's)");
      return answer(500, { msg: "not configured" });
    }
    if (bytes.length > this.maxBodyBytes) {
      return this.#refuse(new LarkCallbackError("too_large"));
    }
    let verified: Verified;
    let envelope: Envelope | undefined;
    try {
      verified = await this.#verify(bytes as Uint8Array<ArrayBuffer>, header);
      envelope = verified.challenge === undefined ? readEnvelope(verified.body) : undefined;
    } catch (error) {
      return this.#refuse(error);
    }
    return envelope ? this.#answerInTime(envelope, host) : answer(200, { challenge: verified.challenge });
  }

  /**
   * Runs the handlers of an event that is trusted already: from a queue, or the long connection.
   *
   * @param envelope - The plain body, of either schema or of the old card callback.
   * @returns The answer to a callback; `undefined` for an event.
   * @throws {LarkCallbackError} It names no event type.
   * @throws What a handler threw; an `AggregateError` where several did.
   */
  async dispatch(envelope: unknown, host: HostContext = {}): Promise<unknown> {
    const read = readEnvelope(envelope as JsonObject);
    const pending: Promise<unknown>[] = [];
    const context: Context = new Context(read, host, pending, (error) => this.#fail(error, context, true));
    const result = await this.#run(read, context);
    await Promise.all(pending);
    return result;
  }

  async #receive(request: Request, host: HostContext): Promise<CallbackAnswer> {
    if (request.method !== "POST") {
      return methodNotAllowed();
    }
    let bytes: Uint8Array;
    try {
      bytes = await readBody(request.body, this.maxBodyBytes);
    } catch (error) {
      return this.#refuse(error);
    }
    return this.handle(bytes, (name) => request.headers.get(name), host);
  }

  #refuse(error: unknown): CallbackAnswer {
    const reason = error instanceof LarkCallbackError ? error.reason : "unreadable";
    this.#log("warn", `callback refused: ${reason}`);
    return reason === "too_large" ? tooLarge() : unauthorized();
  }

  async #answerInTime(envelope: Envelope, host: HostContext): Promise<CallbackAnswer> {
    const { type } = envelope;
    const pending: Promise<unknown>[] = [];
    let acknowledged = false;
    const context: Context = new Context(envelope, host, pending, (error) => this.#fail(error, context, acknowledged));
    const work = (async () => {
      try {
        const result = await this.#run(envelope, context);
        await Promise.all(pending);
        return answer(200, isCallback(type) && typeof result === "object" && result ? result : {});
      } catch (error) {
        this.#fail(error, context, acknowledged);
        return answer(500, { msg: "handler failed" });
      }
    })();
    const budgetMs = this.#options.answerBudgetMs ?? DEFAULT_ANSWER_BUDGET_MS;
    const budget = startTimer(budgetMs);
    const inTime = await Promise.race([work, budget.done]);
    budget.stop();
    if (inTime) {
      return inTime;
    }
    const place = workPlace(host);
    if (!place) {
      if (!this.#warned) {
        this.#warned = true;
        this.#log("warn", `a handler of ${type} took over ${budgetMs} ms and delays the answer: pass the host's waitUntil`);
      }
      return work;
    }
    acknowledged = true;
    place(work);
    if (isCallback(type)) {
      const advice = "its answer came too late and is dropped: use POST /open-apis/interactive/v1/card/update with the event's token";
      this.#fail(new LarkCallbackError("answer_late", `a handler of ${type} took over ${budgetMs} ms, ${advice}`), context, true);
    }
    return answer(200, {});
  }

  async #run(envelope: Envelope, context: EventContext): Promise<unknown> {
    const { type, event } = envelope;
    const { store, keyPrefix = "" } = this.#options;
    if (type === "app_ticket" && store) {
      const { app_id, app_ticket } = event as EventBody<"app_ticket">;
      await saveAppTicket(store, keyPrefix, app_id, app_ticket, Number(context.header.create_time) * 1000);
    }
    const handlers = this.#handlers.get(type) ?? [];
    const errors: unknown[] = [];
    const call = async (handler: AnyHandler) => {
      try {
        return await handler(event, context);
      } catch (error) {
        errors.push(error);
      }
    };
    const results = await Promise.all([...handlers, ...this.#any].map(call));
    if (errors.length) {
      throw errors.length > 1 ? new AggregateError(errors, `${errors.length} handlers of ${type} failed`) : errors[0];
    }
    return results.slice(0, handlers.length).find((result) => result !== undefined);
  }

  #fail(error: unknown, context: EventContext, acknowledged: boolean): void {
    const { onError } = this.#options;
    try {
      if (onError) {
        onError(error, { context, acknowledged });
      } else {
        const fate = acknowledged ? "it was acknowledged and will not come again" : "the platform will deliver it again";
        this.#log("error", `a handler of ${context.type} ${context.header.event_id ?? ""} failed; ${fate}:`, error);
      }
    } catch (failure) {
      this.#log("error", "onError failed:", failure);
    }
  }
}
