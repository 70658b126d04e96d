import { LarkCallbackError, patient } from "../base/index.ts";
import { BODY_TIMEOUT_MS, type CallbackAnswer, methodNotAllowed } from "../callback/index.ts";
import { type Bytes, toUtf8 } from "../crypto/index.ts";
import type { EventDispatcher } from "../event/index.ts";
import { collect } from "./collect.ts";

export { type NodeFetch, nodeFetch } from "./node-fetch.ts";

/** What is used of Node's `http.IncomingMessage`. */
export interface IncomingRequest {
  readonly method?: string | undefined;
  readonly headers: Record<string, string | string[] | undefined>;
  /** Whether the body was received to its end. */
  readonly complete?: boolean | undefined;
  /** Whether the body was read to its end. */
  readonly readableEnded?: boolean | undefined;
  /** The body as it came, where a body parser has kept it. */
  readonly rawBody?: unknown;
  on(event: string, listener: (chunk: Uint8Array) => void): unknown;
  destroy(): unknown;
}

/** What is used of Node's `http.ServerResponse`. */
export interface OutgoingResponse {
  writeHead(status: number, headers: Record<string, string>): unknown;
  end(body: string, done?: () => void): unknown;
}

/** Reads the body, or takes the copy that a body parser saved; `undefined` if it is too large or takes too long. */
function readBody(request: IncomingRequest, maxBytes: number): Promise<Bytes | undefined> | Bytes | undefined {
  const { rawBody } = request;
  if (typeof rawBody === "string" || rawBody instanceof Uint8Array) {
    const bytes = typeof rawBody === "string" ? toUtf8(rawBody) : (rawBody as Bytes);
    return bytes.length > maxBytes ? undefined : bytes;
  }
  if (request.readableEnded) {
    throw new LarkCallbackError(
      "body_used",
      "body_used: a body parser ran before listener(events): move listener before it, or let the parser keep request.rawBody",
    );
  }
  const bytes = collect(request, maxBytes, () => new LarkCallbackError("invalid_body"));
  return patient(bytes, BODY_TIMEOUT_MS);
}

/**
 * Makes a listener for `node:http`, Express and the like.
 *
 * Mount it before any body parser, because the signature covers the bytes of the body: `app.post(path, listener(events))`
 * before `app.use(express.json())`. After a body parser it uses `request.rawBody`, if the parser saved it
 * (`verify: (req, _, bytes) => { req.rawBody = bytes }`). Without `rawBody`, requests are answered with 500 and a log line.
 *
 * It builds no `Request` and no `Response`, which on Node cost more than verifying and decrypting an event.
 *
 * @example
 * createServer(listener(events)).listen(3000);
 * @see https://nodejs.org/api/http.html#event-request
 */
export function listener(
  events: Pick<EventDispatcher, "handle">,
): (request: IncomingRequest, response: OutgoingResponse) => void {
  return (request, response) => {
    const send = ({ status, headers, body }: CallbackAnswer) => {
      response.writeHead(status, headers);
      // A client that still sends after that does not read the answer to its end: close the connection.
      response.end(body, () => request.complete || request.destroy());
    };
    // A connection that breaks needs no answer, but an `error` without a listener ends the process.
    request.on("error", () => {});
    if (request.method !== "POST") {
      send(methodNotAllowed());
      return;
    }
    const header = (name: string) => request.headers[name] as string | undefined;
    events
      .handle((maxBytes) => readBody(request, maxBytes), header)
      .then(send)
      // Other code may have answered before.
      .catch(() => request.destroy());
  };
}
