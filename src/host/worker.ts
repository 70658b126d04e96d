import type { EventDispatcher } from "../event/index.ts";
import { consume, type QueueBatch } from "./consume.ts";

export { consume, type QueueBatch, type QueueMessage } from "./consume.ts";

/** Anything with a `fetch`: an `EventDispatcher`, a Hono app. To consume a queue it needs `dispatch`, too. */
export interface Fetcher extends Partial<Pick<EventDispatcher, "dispatch">> {
  fetch(request: Request, env?: unknown, ctx?: unknown): Response | Promise<Response>;
}

/** The default export of a Worker's module. */
export interface WorkerModule<Env> {
  fetch(request: Request, env: Env, ctx: unknown): Promise<Response>;
  /** Handles events that the dispatcher handed to a queue; as {@link consume}. */
  queue(batch: QueueBatch, env: Env): Promise<void>;
}

/**
 * Makes a Worker's module from a function of its environment, which runs once per isolate, at the first request.
 *
 * If the function throws (a secret is missing), the error is logged, the request is answered with 500, and the next
 * request tries again. A batch of a queue is then retried whole.
 *
 * @example
 * export default worker((env: Env) => new EventDispatcher({ encryptKey: env.ENCRYPT_KEY }).on(…));
 */
export function worker<Env>(factory: (env: Env) => Fetcher): WorkerModule<Env> {
  let fetcher: Fetcher | undefined;
  return {
    async fetch(request, env, ctx) {
      try {
        fetcher ??= factory(env);
      } catch (error) {
        // biome-ignore lint/suspicious/noConsole: no logger exists yet
        console.error("lark-edge:", error);
        return new Response(null, { status: 500 });
      }
      return fetcher.fetch(request, env, ctx);
    },
    async queue(batch, env) {
      fetcher ??= factory(env);
      if (!fetcher.dispatch) {
        throw new TypeError("for a queue return an EventDispatcher, or use consume");
      }
      await consume(batch, fetcher as EventDispatcher);
    },
  };
}
