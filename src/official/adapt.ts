import { type IncomingRequest, listener, type OutgoingResponse } from "../host/index.ts";
import type { EventDispatcher } from "../index.ts";

/** What is used of a request of Node, Express or Koa. */
export interface ParsedRequest extends IncomingRequest {
  readonly url?: string | undefined;
  /** What a body parser made of the body. */
  readonly body?: unknown;
}

/** What is used of Koa's context. */
export interface KoaContext {
  readonly req: ParsedRequest;
  readonly request: object;
  readonly originalUrl: string;
  status: number;
  body: unknown;
  set(headers: Record<string, string>): void;
}

/** Options of the adapters. A URL check is always answered, with or without `autoChallenge`. */
export interface AdaptOptions {
  /** Has no effect. Default: the check is answered. */
  autoChallenge?: boolean | undefined;
}

type Dispatches = Pick<EventDispatcher, "handle">;

/**
 * A request as `listener` reads it. Where a body parser has read the body and not kept its bytes, the parsed body is written
 * again: the platform writes an encrypted one as `JSON.stringify` does, so that its signature holds.
 */
function readable(request: ParsedRequest, { body, rawBody }: { body?: unknown; rawBody?: unknown }): IncomingRequest {
  if (!request.readableEnded || body == null) {
    return request;
  }
  const { method, headers } = request;
  const isBytes = typeof body === "string" || body instanceof Uint8Array;
  return {
    method: method as string,
    headers,
    complete: true,
    rawBody: rawBody ?? (isBytes ? body : JSON.stringify(body)),
    on: (event, listens) => request.on(event, listens),
    destroy: () => request.destroy(),
  };
}

/** Answers a request. Resolves when the answer was written. */
function answer(
  answers: ReturnType<typeof listener>,
  request: IncomingRequest,
  response: OutgoingResponse,
): Promise<void> {
  return new Promise((resolve) => {
    answers(request, {
      writeHead: (status, headers) => response.writeHead(status, headers),
      end(body, done) {
        response.end(body, done);
        resolve();
      },
    });
  });
}

const isAt = (path: string, url = "") => url.split("?", 1)[0] === path;

/**
 * Makes a listener for `node:http`, by the official SDK's name. It answers requests to this path, and leaves others alone.
 *
 * @example
 * server.on("request", adaptDefault("/webhook/event", events));
 * @see https://github.com/larksuite/node-sdk
 */
export function adaptDefault(
  path: string,
  dispatcher: Dispatches,
  _options?: AdaptOptions,
): (request: ParsedRequest, response: OutgoingResponse) => Promise<void> {
  const adapted = adaptExpress(dispatcher);
  return async (request, response) => {
    if (isAt(path, request.url)) {
      await adapted(request, response);
    }
  };
}

/**
 * Makes a handler for Express, by the official SDK's name. It works after `bodyParser.json()`, too.
 *
 * @example
 * app.use("/webhook/event", adaptExpress(events));
 * @see https://github.com/larksuite/node-sdk
 */
export function adaptExpress(
  dispatcher: Dispatches,
  _options?: AdaptOptions,
): (request: ParsedRequest, response: OutgoingResponse) => Promise<void> {
  const answers = listener(dispatcher);
  return (request, response) => answer(answers, readable(request, request), response);
}

/**
 * Makes a middleware for Koa, by the official SDK's name. It answers requests to this path.
 *
 * @example
 * app.use(adaptKoa("/webhook/event", events));
 * @see https://github.com/larksuite/node-sdk
 */
export function adaptKoa(
  path: string,
  dispatcher: Dispatches,
  _options?: AdaptOptions,
): (ctx: KoaContext, next: () => Promise<unknown>) => Promise<void> {
  const adapted = adaptKoaRouter(dispatcher);
  return async (ctx, next) => {
    await (isAt(path, ctx.originalUrl) ? adapted(ctx, next) : next());
  };
}

/**
 * Makes a handler for `@koa/router`, by the official SDK's name.
 *
 * @example
 * router.post("/webhook/event", adaptKoaRouter(events));
 * @see https://github.com/larksuite/node-sdk
 */
export function adaptKoaRouter(
  dispatcher: Dispatches,
  _options?: AdaptOptions,
): (ctx: KoaContext, next: () => Promise<unknown>) => Promise<void> {
  const answers = listener(dispatcher);
  return (ctx) =>
    answer(answers, readable(ctx.req, ctx.request), {
      writeHead(status, headers) {
        ctx.status = status;
        ctx.set(headers);
      },
      end(body, done) {
        ctx.body = body;
        done?.();
      },
    });
}
