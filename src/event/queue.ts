import type { JsonObject } from "../callback/index.ts";
import type { AnyHandler } from "./run.ts";

/**
 * Where verified events wait to be handled: a binding of Cloudflare Queues, or any function.
 *
 * It gets an event as JSON, decrypted and without the verification token, as `dispatch` takes it. Once it resolves, the event is
 * the queue's.
 */
export type EventQueue = ((event: JsonObject) => unknown) | { send(event: JsonObject): Promise<unknown> };

/**
 * Makes the handler that hands events over.
 *
 * @throws {TypeError} This is no queue: the binding is probably missing.
 */
export function forward(queue: EventQueue | undefined): AnyHandler {
  if (typeof queue === "function") {
    return (_, ctx) => queue(ctx.raw);
  }
  if (!queue?.send) {
    throw new TypeError("queue is neither a binding nor a function: is it in wrangler.toml, by that name?");
  }
  return (_, ctx) => queue.send(ctx.raw);
}
