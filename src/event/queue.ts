import type { JsonObject } from "../callback/index.ts";
import type { Dispatches, EventSender, QueueBatch, QueueMessage } from "./steps.ts";

/** As long as a claim whose holder has died keeps others waiting. Doubled with each attempt. */
const LEASE_SECONDS = 30;
const MAX_DELAY_SECONDS = 3_600;

/** Where verified events wait to be handled: a binding of Cloudflare Queues, or any function. */
export type EventQueue = ((event: JsonObject) => unknown) | { send(event: JsonObject): Promise<unknown> };

/**
 * Handles the events of a batch, all at once: `worker` does it by itself, this is for a Worker that is put together by hand.
 *
 * A message whose handlers are done, `ctx.waitUntil` included, is acknowledged, and so is one that `once` knows as done. Any other is
 * retried, later each time; after `max_retries` the queue puts it into its `dead_letter_queue`, or drops it if it has none.
 *
 * @example
 * export default { fetch: events.fetch, queue: (batch) => consume(batch, events) };
 * @see https://developers.cloudflare.com/queues/configuration/batching-retries/
 */
export async function consume(batch: QueueBatch, events: Dispatches): Promise<void> {
  const handle = async (message: QueueMessage) => {
    try {
      await events.dispatch(message.body);
      message.ack();
    } catch (error) {
      const delaySeconds = Math.min((LEASE_SECONDS / 2) * 2 ** message.attempts, MAX_DELAY_SECONDS);
      if (Object(error).reason !== "running_elsewhere") {
        // biome-ignore lint/suspicious/noConsole: the dispatcher's logger is its own
        console.error("lark-edge: attempt", message.attempts, "of a queued event failed:", error);
      }
      message.retry({ delaySeconds });
    }
  };
  await Promise.all(batch.messages.map(handle));
}

/**
 * Hands verified events to a queue in place of the handlers, which run when the queue's consumer calls `dispatch`; `worker`
 * consumes by itself.
 *
 * @param target - The binding, or a function that resolves when the queue has the event.
 * @throws {TypeError} This is no queue: the binding is probably missing.
 * @example
 * const events = new EventDispatcher({ encryptKey, verificationToken, queue: queue(env.EVENTS) });
 * @see https://developers.cloudflare.com/queues/
 */
export function queue(target: EventQueue): EventSender {
  if (typeof target !== "function" && !target?.send) {
    throw new TypeError("queue takes a binding or a function: is the binding in wrangler.toml, by that name?");
  }
  const send = (event: JsonObject) => (typeof target === "function" ? target(event) : target.send(event));
  return Object.assign(send, {
    consume(this: Dispatches, batch: QueueBatch) {
      return consume(batch, this);
    },
  });
}
