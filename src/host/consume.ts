import type { EventDispatcher } from "../event/index.ts";

/** A message of Cloudflare Queues. */
export interface QueueMessage {
  readonly body: unknown;
  /** How often it was delivered, this time included. */
  readonly attempts: number;
  ack(): void;
  retry(options?: { delaySeconds?: number }): void;
}

/** What a consumer of Cloudflare Queues gets. */
export interface QueueBatch {
  readonly messages: readonly QueueMessage[];
}

/** As long as a claim whose holder has died keeps others waiting. Doubled with each attempt. */
const LEASE_SECONDS = 30;
const MAX_DELAY_SECONDS = 3_600;

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
export async function consume(batch: QueueBatch, events: Pick<EventDispatcher, "dispatch">): Promise<void> {
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
