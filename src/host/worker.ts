import type { QueueBatch } from "../event/index.ts";

export { consume, type QueueBatch, type QueueMessage } from "../event/index.ts";

/** Anything with a `fetch`: an `EventDispatcher`, a Hono app. */
export interface Fetcher {
  /** Answers a request. */
  fetch(request: Request, env?: unknown, ctx?: unknown): Response | Promise<Response>;
  /** Handles a batch of a queue. An `EventDispatcher` with the option `queue` has it. */
  consume?: ((batch: QueueBatch) => Promise<void>) | undefined;
}

/** The default export of a Worker's module. */
export interface WorkerModule<Env> {
  /** Answers a request: 500 if the function of the environment throws. */
  fetch(request: Request, env: Env, ctx: unknown): Promise<Response>;
  /**
   * Handles events that the dispatcher handed to a queue.
   *
   * @throws {TypeError} The dispatcher has no queue.
   */
  queue(batch: QueueBatch, env: Env): Promise<void>;
}

/**
 * Makes a Worker's module from a function of its environment, which runs once per isolate, at the first request.
 *
 * If the function throws (a secret is missing), the error is logged, the request is answered with 500, and the next
 * request calls the function again. A batch of a queue is then retried as a whole.
 *
 * @returns The module's default export. `queue` rejects with a `TypeError` if the dispatcher has no queue.
 * @example
 * export default worker((env: Env) => new EventDispatcher({ encryptKey: env.ENCRYPT_KEY }).on(…));
 * @see https://developers.cloudflare.com/workers/runtime-apis/handlers/fetch/
 */
export function worker<Env>(factory: (env: Env) => Fetcher): WorkerModule<Env> {
  let fetcher: Fetcher | undefined;
  const make = (env: Env) => {
    const made = factory(env);
    if (!made?.fetch) {
      throw new TypeError("worker: the function must return the dispatcher");
    }
    return made;
  };
  return {
    async fetch(request, env, ctx) {
      try {
        fetcher ??= make(env);
      } catch (error) {
        // biome-ignore lint/suspicious/noConsole: no logger exists yet
        console.error("lark-edge:", error);
        return new Response(null, { status: 500 });
      }
      return fetcher.fetch(request, env, ctx);
    },
    async queue(batch, env) {
      fetcher ??= make(env);
      if (!fetcher.consume) {
        throw new TypeError("worker: the EventDispatcher has no queue(…)");
      }
      await fetcher.consume(batch);
    },
  };
}
