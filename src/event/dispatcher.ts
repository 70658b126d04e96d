import {
  type CallbackAnswer,
  type CardAction,
  type CardActionAnswer,
  fromOldCard,
  type HeaderLookup,
  methodNotAllowed,
  OLD_CARD_TYPE,
  type OldCardAction,
  readEnvelope,
  refuse,
  toOldAnswer,
} from "../callback/index.ts";
import type { Bytes } from "../crypto/index.ts";
import { readStream } from "../crypto/index.ts";
import { createReceiver, type EventDispatcherOptions, type Receiver } from "./receive.ts";
import type { AnyHandler, HostContext } from "./run.ts";
import type {
  CallbackAnswers,
  CallbackHandler,
  EventContext,
  EventHandler,
  EventMap,
  FlatHandlers,
  HandlerResult,
} from "./types.ts";

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

  readonly #receiver: Receiver;
  readonly #handlers: AnyHandler[] = [];

  constructor(options: EventDispatcherOptions = {}) {
    const receiver = createReceiver(options, this.#handlers);
    const { maxBodyBytes } = receiver;
    this.#receiver = receiver;
    this.maxBodyBytes = maxBodyBytes;
    this.fetch = async (request, _env, ctx) => {
      const { headers } = request;
      const answer =
        request.method === "POST"
          ? await receiver.receive(
              () => readStream(request.body, maxBodyBytes),
              (name) => headers.get(name),
              {
                waitUntil: (ctx as HostContext | undefined)?.waitUntil?.bind(ctx),
                get signal() {
                  return request.signal;
                },
              },
            )
          : methodNotAllowed();
      return new Response(answer.body, answer);
    };
  }

  /** Adds a handler for a type of event or callback. Several of one type all run. */
  on<Type extends keyof CallbackAnswers>(type: Type, handler: CallbackHandler<Type>): this;
  on<Type extends keyof EventMap | (string & {})>(type: Type, handler: EventHandler<Type>): this;
  on(type: string, handler: (event: never, ctx: EventContext) => unknown): this {
    if (!type || typeof type !== "string" || typeof handler !== "function") {
      throw new TypeError("on takes a name and a function");
    }
    this.#handlers.push((event, ctx) => (ctx.type === type ? handler(event as never, ctx) : undefined));
    return this;
  }

  /** Adds handlers in the official Node SDK's way: they get body, header and event as one flat object. */
  register<Type extends string>(handlers: FlatHandlers<Type>): this {
    for (const [type, handler] of Object.entries(handlers as Record<string, AnyHandler | undefined>)) {
      this.on(type, ((_, ctx) => {
        const { header, event, ...rest } = ctx.raw;
        return handler?.({ ...rest, ...(header as object), ...(event as object) }, ctx);
      }) as EventHandler<string>);
    }
    return this;
  }

  /** Adds a handler that sees every event and callback; what it returns is not used. */
  onAny(handler: (event: unknown, ctx: EventContext) => unknown): this {
    this.#handlers.push(async (event, ctx) => {
      await handler(event, ctx);
    });
    return this;
  }

  /** Adds a handler of clicks on cards, from the old callback and from `card.action.trigger`, both in the new shape. */
  onCardAction(handler: (action: CardAction, ctx: EventContext) => HandlerResult<"card.action.trigger">): this {
    const old = async (action: unknown, ctx: EventContext) =>
      toOldAnswer((await handler(fromOldCard(action as OldCardAction), ctx)) as CardActionAnswer | undefined);
    return this.on("card.action.trigger", handler).on(OLD_CARD_TYPE, old);
  }

  /**
   * Answers a request of any host, without web objects: on Node those cost more than all the rest.
   *
   * @param bytes - The body exactly as received.
   * @param header - Reads a request header; the name comes in lower case.
   */
  handle(bytes: Uint8Array, header: HeaderLookup, host: HostContext = {}): Promise<CallbackAnswer> {
    const read = () => (bytes.length > this.maxBodyBytes ? undefined : (bytes as Bytes));
    return this.#receiver.receive(read, header, host);
  }

  /**
   * Runs the handlers of an event that is trusted already: from a queue, or the long connection.
   *
   * @param envelope - The plain body, of either schema or of the old card callback.
   * @returns The answer to a callback; `undefined` for an event.
   * @throws {LarkCallbackError} It names no event type; or, with `once`, another delivery of it is being handled
   *   (`running_elsewhere`): try again later.
   * @throws What a handler threw; an `AggregateError` where several did.
   */
  async dispatch(envelope: unknown, host: HostContext = {}): Promise<unknown> {
    const running = this.#receiver.run(readEnvelope(Object(envelope)), host);
    const result = await running.result;
    return running.duplicate === "running" ? refuse("running_elsewhere") : result;
  }
}
