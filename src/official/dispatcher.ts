import { toUtf8 } from "../crypto/index.ts";
import {
  appTicket,
  EventDispatcher as Dispatcher,
  type EventContext,
  type EventDispatcherOptions,
  type FlatHandlers,
  type OldCardAction,
} from "../index.ts";
import { type Cache, cacheStore } from "./cache.ts";

/** The options of a dispatcher, the official SDK's `cache` among them. */
export interface DispatcherOptions extends EventDispatcherOptions {
  /** Keeps the `app_ticket` of a marketplace app. Pass the client the same cache. Default: it is an event like any other. */
  cache?: Cache | undefined;
}

type Handler = (event: never, ctx: EventContext) => unknown;

/** The samples of the official SDK pass an empty text for a secret that is not set. */
function translate({ cache, ...options }: DispatcherOptions): EventDispatcherOptions {
  const secrets = ["encryptKey", "verificationToken"] as const;
  for (const name of secrets.filter((one) => options[one] === "")) {
    delete options[name];
  }
  return cache ? { appTicket: appTicket({ store: cacheStore(cache) }), ...options } : options;
}

/**
 * Receives events, by the official SDK's names. Requests are refused as long as neither `encryptKey` nor `verificationToken`
 * is set.
 *
 * @throws {TypeError} A secret is no text of one line.
 * @throws {RangeError} `answerBudgetMs`, `maxBodyBytes` or `signatureMaxAgeSeconds` is not positive.
 * @example
 * import * as lark from "lark-edge/official";
 * const events = new lark.EventDispatcher({ encryptKey, verificationToken }).register({
 *   "im.message.receive_v1": async (data) => console.log(data.message.chat_id),
 * });
 * createServer(lark.adaptDefault("/webhook/event", events)).listen(3000);
 * @see https://github.com/larksuite/node-sdk
 */
export class EventDispatcher extends Dispatcher {
  readonly #current = new Map<string, Handler>();

  constructor(options: DispatcherOptions = {}) {
    super(translate(options));
  }

  /**
   * Sets handlers that get body, header and event as one flat object. A second one for a type replaces the first.
   *
   * @throws {TypeError} A type is empty.
   */
  override register<Type extends string>(handlers: FlatHandlers<Type>): this {
    for (const [type, handler] of Object.entries(handlers as Record<string, Handler | undefined>)) {
      const isNew = !this.#current.has(type);
      if (typeof handler !== "function") {
        throw new TypeError(`register: the handler of ${type} must be a function`);
      }
      this.#current.set(type, handler);
      if (isNew) {
        super.register({
          [type]: (event: never, ctx: EventContext) => this.#current.get(type)?.(event, ctx),
        } as object);
      }
    }
    return this;
  }

  /** Removes the handlers of these types. */
  unregister(...types: string[]): this {
    for (const type of types) {
      // The type stays known, so that a handler that comes later is not called twice.
      this.#current.set(type, () => {});
    }
    return this;
  }

  /**
   * Handles a parsed body, whose `headers` carry the signature.
   *
   * @param params.needCheck - `false` for an event that is trusted already. Default `true`.
   * @returns The answer to a callback, the challenge of a URL check; undefined if the body was refused, as the log says.
   * @throws {LarkCallbackError} With `needCheck: false`: the body names no event type, or another delivery is being handled.
   * @throws {TypeError} The body cannot be written as JSON.
   */
  async invoke(data: object & { headers?: object }, params: { needCheck?: boolean } = {}): Promise<unknown> {
    if (params.needCheck === false) {
      return this.dispatch(data);
    }
    // The adapters of the official SDK put the headers on the prototype, where they are not written.
    const headers = new Map(
      Object.entries(data.headers ?? {}).map(([name, value]) => [name.toLowerCase(), `${value}`]),
    );
    const { headers: _, ...body } = data;
    const { status, body: answer } = await this.handle(toUtf8(JSON.stringify(body)), (name) => headers.get(name));
    return status === 200 ? JSON.parse(answer) : undefined;
  }
}

/** What a click on a card gives to its handler, in the shape of the old callback. */
export type InteractiveCardActionEvent = OldCardAction;

/**
 * Receives clicks on cards by the old callback ("message card request URL"), by the official SDK's name. What the handler
 * returns replaces the card.
 *
 * @throws {TypeError} A secret is no text of one line.
 * @throws {RangeError} `answerBudgetMs`, `maxBodyBytes` or `signatureMaxAgeSeconds` is not positive.
 * @example
 * const cards = new lark.CardActionHandler({ verificationToken }, async ({ action }) => newCard);
 * createServer(lark.adaptDefault("/webhook/card", cards)).listen(3000);
 * @see https://github.com/larksuite/node-sdk
 */
export class CardActionHandler extends EventDispatcher {
  constructor(options: DispatcherOptions, handler: (action: InteractiveCardActionEvent) => unknown) {
    super(options);
    if (typeof handler !== "function") {
      throw new TypeError("CardActionHandler: the second argument must be the handler, a function");
    }
    this.on("card.action.trigger_v1" as string, handler as (action: unknown) => unknown);
  }
}
