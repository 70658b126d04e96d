import type { Log } from "../base/index.ts";
import type { Envelope, JsonObject } from "../callback/index.ts";
import type { Taken } from "../store/index.ts";
import type { EventContext } from "./types.ts";

// What may stand between a verified event and its handlers. Each is a value that its own function makes, so that a bot
// that does not import the function does not carry its code.

/** The facts that the dispatcher passes to the steps. */
export interface EventSettings {
  readonly keyPrefix: string | undefined;
  /** For how long a signature is believed, in seconds: an event stays handled for longer than that. */
  readonly maxAgeSeconds: number;
  readonly log: Log;
}

/** The outcome of an event: its result, or that another delivery has it. */
export interface Outcome {
  readonly duplicate?: Taken | undefined;
  readonly result?: unknown;
}

/** Handles an event unless another delivery of it is, or was, handled. */
export type Once = (envelope: Envelope, ctx: EventContext, handle: () => Promise<unknown>) => Promise<Outcome>;

/** The value of the dispatcher's option `once`, made by the function of that name. */
export type EventOnce = (settings: EventSettings) => Once;

/** The value of the dispatcher's option `appTicket`, made by the function of that name. */
export type AppTicketKeeper = (settings: EventSettings) => (envelope: Envelope) => Promise<void>;

/** A message of Cloudflare Queues. */
export interface QueueMessage {
  readonly body: unknown;
  /** How often it was delivered, this time included. */
  readonly attempts: number;
  /** Removes the message from the queue. */
  ack(): void;
  /** Delivers the message again, after a delay in seconds. */
  retry(options?: { delaySeconds?: number }): void;
}

/** What a consumer of Cloudflare Queues gets. */
export interface QueueBatch {
  readonly messages: readonly QueueMessage[];
}

/** What handles the events of a queue: an `EventDispatcher`. */
export interface Dispatches {
  dispatch(event: unknown): Promise<unknown>;
}

/**
 * The value of the dispatcher's option `queue`, made by the function of that name. It gets an event as JSON, decrypted and
 * without the verification token, as `dispatch` takes it. Once it resolves, the event is the queue's.
 */
export interface EventSender {
  (event: JsonObject): unknown;
  /** Handles a batch that comes back; a method of the dispatcher. */
  consume?(this: Dispatches, batch: QueueBatch): Promise<void>;
}
