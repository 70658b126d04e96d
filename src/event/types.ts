import type { CardAction, CardActionAnswer, EventHeader, JsonObject, OldCardAction } from "../callback/index.ts";
import type { CallbackResults, EventPayloads } from "./payloads.ts";

/** The bodies of events and callbacks, by type. Any other type is allowed, with a body of type `unknown`. */
export interface EventMap extends EventPayloads {
  app_ticket: { type: "app_ticket"; app_id: string; app_ticket: string };
  "card.action.trigger": CardAction;
  "card.action.trigger_v1": OldCardAction;
}

/** What the handlers of answering callbacks may return, by type. */
export interface CallbackAnswers extends CallbackResults {
  "card.action.trigger": CardActionAnswer;
}

/** The body of an event, by its type. */
export type EventBody<Type> = Type extends keyof EventMap ? EventMap[Type] : unknown;

/** What a handler of a type may return. The results of events are not used. */
export type HandlerResult<Type> = Type extends keyof CallbackAnswers
  ? CallbackAnswers[Type] | undefined | void | Promise<CallbackAnswers[Type] | undefined | void>
  : unknown;

/** The facts about an event that a handler gets beside its body. */
export interface EventContext {
  /** The event's type, for handlers of several. */
  readonly type: string;
  readonly schema: "2.0" | "1.0";
  /** How the event came here: by the platform's request, from a queue, or over the long connection. */
  readonly via: "webhook" | "queue" | "long-connection";
  /** Type, id, time, app and tenant; without the verification token. */
  readonly header: EventHeader;
  /** The whole decrypted body; without the verification token. */
  readonly raw: JsonObject;
  /**
   * Lets work go on after the answer, where the host can; elsewhere it is waited for, and fails as a handler does. Bound: it
   * can be handed on as the client's option.
   */
  readonly waitUntil: (work: Promise<unknown>) => void;
  /**
   * Resolves when the platform's request is answered: the dispatcher has given the answer to the host, which still has to
   * send it. Never rejects. On a host without `waitUntil` the answer waits for the work, so do not wait for the answer there.
   */
  readonly answered: Promise<unknown>;
  /** Aborts when the host gives the event up. */
  readonly signal: AbortSignal;
}

/** Handles events of one type. */
export type EventHandler<Type> = (event: EventBody<Type>, ctx: EventContext) => HandlerResult<Type>;

/** Knows the clicks on one kind of card: what `defineCard` of `lark-edge/card` returns. */
export interface CardReader<Action> {
  /** Reads a click; `undefined` if it is on another card. */
  read(click: CardAction): Action | undefined;
}

/** Handles a click on a card, and may answer it. */
export type CardActionHandler<Action> = (action: Action, ctx: EventContext) => HandlerResult<"card.action.trigger">;

/** Handles a callback, and may answer it. */
export type CallbackHandler<Type extends keyof CallbackAnswers> = (
  event: EventBody<Type>,
  ctx: EventContext,
) => CallbackAnswers[Type] | undefined | void | Promise<CallbackAnswers[Type] | undefined | void>;

/** The flat shape of the official Node SDK: the fields of body, header and event in one object. */
export type FlatEvent<Type> = EventHeader &
  (unknown extends EventBody<Type> ? Record<string, unknown> : EventBody<Type>);

/** Handlers by type, for `register`. The payload of a customised event is `unknown`. */
export type FlatHandlers<Type extends string> = {
  [Name in Type]?: ((event: FlatEvent<Name>, ctx: EventContext) => HandlerResult<Name>) | undefined;
};
