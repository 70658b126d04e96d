import { assertPositive, createLog, LarkCallbackError } from "../base/index.ts";
import {
  answer,
  BODY_TIMEOUT_MS,
  type CallbackAnswer,
  type CardAction,
  type CardActionAnswer,
  challengeAnswer,
  createVerifier,
  DEFAULT_MAX_BODY_BYTES,
  fromOldCard,
  type HeaderLookup,
  methodNotAllowed,
  OLD_CARD_TYPE,
  type OldCardAction,
  type ReadBody,
  readEnvelope,
  refusalAnswer,
  toOldAnswer,
} from "../callback/index.ts";
import { type Bytes, readStream } from "../crypto/index.ts";
import { type AnyHandler, createDeliver } from "./deliver.ts";
import type { DispatchContext, EventDispatcherOptions, HostContext } from "./options.ts";
import { createRefusalLog } from "./refusal-log.ts";
import type { Dispatches, QueueBatch } from "./steps.ts";
import type {
  CallbackAnswers,
  CallbackHandler,
  CardActionHandler,
  CardReader,
  EventContext,
  EventHandler,
  EventMap,
  FlatHandlers,
} from "./types.ts";

/**
 * Receives the platform's events and callbacks: verifies, decrypts, and calls the handlers registered for them.
 *
 * @throws {TypeError} A secret is present but empty: its environment variable is probably missing.
 * @throws {RangeError} `answerBudgetMs`, `maxBodyBytes` or `signatureMaxAgeSeconds` is not positive.
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
   * Bad requests are answered and not thrown: 401 for a wrong signature, 405 for another method, 413 for a body that is too
   * large, 500 if no secret is configured.
   *
   * @param ctx - The Worker's context. Without its `waitUntil` slow handlers delay the answer.
   * @throws {TypeError} The first argument is no `Request`.
   */
  readonly fetch: (request: Request, env?: unknown, ctx?: unknown) => Promise<Response>;
  /** The largest body that is read, in bytes. */
  readonly maxBodyBytes: number;
  /** Whether each event is handled once: with the option `once`. */
  readonly isOnce: boolean;
  /** Handles a batch of Cloudflare Queues. Only with the option `queue`. */
  readonly consume: ((this: Dispatches, batch: QueueBatch) => Promise<void>) | undefined;

  readonly #cards: CardReader<unknown>[] = [];
  readonly #handlers = new Map<string, AnyHandler[]>();
  readonly #deliver: ReturnType<typeof createDeliver>;
  readonly #receive: (read: ReadBody, header: HeaderLookup, host: HostContext) => Promise<CallbackAnswer>;

  constructor(options: EventDispatcherOptions = {}) {
    const { maxBodyBytes = DEFAULT_MAX_BODY_BYTES, queue } = options;
    const log = createLog(options);
    const logRefusal = createRefusalLog(log, options.now);
    const verify = createVerifier(options, () => this.#handlers.has(OLD_CARD_TYPE));
    this.maxBodyBytes = assertPositive("maxBodyBytes", maxBodyBytes);
    this.isOnce = !!options.once;
    this.consume = queue?.consume;
    this.#deliver = createDeliver(options, this.#handlers, log);
    this.#receive = async (read, header, host) => {
      if (!verify) {
        logRefusal("pass encryptKey and verificationToken", "error");
        return answer(500);
      }
      try {
        const verdict = await verify((limit) => read(Math.min(maxBodyBytes, limit)), header);
        return verdict.kind === "challenge"
          ? challengeAnswer(verdict.challenge)
          : this.#deliver(verdict, "webhook", host).answerInTime();
      } catch (error) {
        // What a foreign error says stays out of the log.
        const { reason, message } = Object(error);
        logRefusal(reason ? message : "invalid_body");
        return refusalAnswer(reason);
      }
    };
    this.fetch = async (request, _env, ctx) => {
      const { body, headers, bodyUsed } = Object(request) as Request;
      if (!headers?.get) {
        throw new TypeError("fetch takes a Request");
      }
      const length = Number(headers.get("content-length"));
      const answered =
        request.method === "POST"
          ? await this.#receive(
              (maxBytes) => {
                if (bodyUsed) {
                  throw new LarkCallbackError("body_used", "body_used: the body was read before");
                }
                return length > maxBytes ? undefined : readStream(body, maxBytes, BODY_TIMEOUT_MS, length || undefined);
              },
              (name) => headers.get(name),
              {
                waitUntil: (ctx as HostContext | undefined)?.waitUntil?.bind(ctx),
                get signal() {
                  return request.signal;
                },
              },
            )
          : methodNotAllowed();
      return new Response(answered.body, answered);
    };
  }

  #add(type: string, handler: AnyHandler): this {
    this.#handlers.set(type, [...(this.#handlers.get(type) ?? []), handler]);
    return this;
  }

  /**
   * Adds a handler for a type of event or callback. All handlers of a type run.
   *
   * @throws {TypeError} The type is empty, or the handler is not a function.
   * @see https://open.feishu.cn/document/server-docs/event-subscription-guide/event-list
   */
  on<Type extends keyof CallbackAnswers>(type: Type, handler: CallbackHandler<Type>): this;
  on<Type extends keyof EventMap | (string & {})>(type: Type, handler: EventHandler<Type>): this;
  on(type: string, handler: (event: never, ctx: EventContext) => unknown): this {
    if (!type || typeof type !== "string" || typeof handler !== "function") {
      throw new TypeError("on takes a name and a function");
    }
    return this.#add(type, handler as AnyHandler);
  }

  /**
   * Adds handlers in the official Node SDK's form: they get body, header and event as one flat object.
   *
   * @throws {TypeError} A type is empty.
   */
  register<Type extends string>(handlers: FlatHandlers<Type>): this {
    for (const [type, handler] of Object.entries(handlers as Record<string, AnyHandler | undefined>)) {
      this.on(type, ((_, ctx) => {
        const { header, event, ...rest } = ctx.raw;
        return handler?.({ ...rest, ...(header as object), ...(event as object) }, ctx);
      }) as EventHandler<string>);
    }
    return this;
  }

  /** Adds a handler for every event and callback. Its result is ignored. */
  onAny(handler: (event: unknown, ctx: EventContext) => unknown): this {
    return this.#add("", async (event, ctx) => {
      await handler(event, ctx);
    });
  }

  /**
   * Adds a handler of clicks on cards, from the old callback and from `card.action.trigger`, both in the new shape.
   *
   * With a definition, the handler gets the clicks on its cards, with the types of their values and fields. A handler without
   * one gets the clicks that no definition of this dispatcher reads: of other cards, and of other versions.
   *
   * @param definition - What `defineCard` of `lark-edge/card` returns.
   * @throws {TypeError} `definition` or `handler` is something else.
   * @example
   * events.onCardAction(expense, async ({ value, form }) => {
   *   await approve(value.id, form.comment);
   *   return { toast: { type: "success", content: "Approved" } };
   * });
   */
  onCardAction<Action>(definition: CardReader<Action>, handler: CardActionHandler<Action>): this;
  onCardAction(handler: CardActionHandler<CardAction>): this;
  onCardAction(first: unknown, second?: unknown): this {
    const definition = second ? (first as CardReader<unknown>) : undefined;
    const handler = (second ?? first) as CardActionHandler<unknown>;
    if (typeof handler !== "function" || (definition && typeof definition.read !== "function")) {
      throw new TypeError("onCardAction takes a function, or a card of defineCard and a function");
    }
    if (definition) {
      this.#cards.push(definition);
    }
    const handle = (click: CardAction, ctx: EventContext) => {
      if (definition) {
        const action = definition.read(click);
        return action && handler(action, ctx);
      }
      return this.#cards.some((card) => card.read(click)) ? undefined : handler(click, ctx);
    };
    const old = async (action: unknown, ctx: EventContext) =>
      toOldAnswer((await handle(fromOldCard(action as OldCardAction), ctx)) as CardActionAnswer | undefined);
    return this.on("card.action.trigger", handle as CallbackHandler<"card.action.trigger">).on(OLD_CARD_TYPE, old);
  }

  /**
   * Answers a request of any host without web objects, which are slow on Node. It rejects with no error of the request:
   * the status of the answer has it.
   *
   * @param body - The body exactly as received, or a function that reads it. Its argument is the largest number of
   *   bytes to read; it resolves to `undefined` if there are more.
   * @param header - Reads a request header; the name comes in lower case.
   * @throws {TypeError} `body` or `header` is something else: a parsed body, an object of headers.
   */
  async handle(body: Uint8Array | ReadBody, header: HeaderLookup, host: HostContext = {}): Promise<CallbackAnswer> {
    if (typeof header !== "function" || (typeof body !== "function" && !ArrayBuffer.isView(body))) {
      throw new TypeError("handle takes bytes and a function (name) => header");
    }
    const read: ReadBody =
      typeof body === "function" ? body : (maxBytes) => (body.length > maxBytes ? undefined : (body as Bytes));
    return this.#receive(read, header, host);
  }

  /**
   * Handles an event that is trusted already, and answers in time as for a webhook. The long connection calls it. Failures of
   * handlers go to `onError`.
   *
   * @param event - The plain body, of either schema.
   * @returns Status 200, 500 if a handler failed, or 503 if another delivery of the event is being handled.
   * @throws {LarkCallbackError} It names no event type.
   */
  async acknowledge(event: unknown, host: HostContext = {}): Promise<CallbackAnswer> {
    return this.#deliver(readEnvelope(Object(event)), "long-connection", host).answerInTime();
  }

  /**
   * Runs the handlers of an event that is trusted already: from a queue.
   *
   * @param event - The plain body, of either schema or of the old card callback.
   * @param host.via - What handlers find in `ctx.via`. Default `"queue"`.
   * @returns The answer to a callback; `undefined` for an event.
   * @throws {LarkCallbackError} It names no event type; or, with `once`, another delivery of it is being handled
   *   (`running_elsewhere`): try again later.
   * @throws What a handler threw; an `AggregateError` where several did.
   */
  async dispatch(event: unknown, host: DispatchContext = {}): Promise<unknown> {
    const { duplicate, result } = await this.#deliver(readEnvelope(Object(event)), host.via ?? "queue", host).outcome;
    if (duplicate === "running") {
      throw new LarkCallbackError("running_elsewhere");
    }
    return result;
  }
}
