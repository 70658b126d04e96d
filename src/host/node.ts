import { type CallbackAnswer, methodNotAllowed, tooLarge } from "../callback/index.ts";
import { join } from "../crypto/index.ts";
import type { EventDispatcher } from "../event/index.ts";

export { type NodeFetch, nodeFetch } from "./node-fetch.ts";

/** What is used of Node's `http.IncomingMessage`. */
export interface IncomingRequest {
  readonly method?: string;
  readonly headers: Record<string, string | string[] | undefined>;
  on(event: string, listener: (chunk: Uint8Array) => void): unknown;
  destroy(): unknown;
}

/** What is used of Node's `http.ServerResponse`. */
export interface OutgoingResponse {
  writeHead(status: number, headers: Record<string, string>): unknown;
  end(body: string, done?: () => void): unknown;
}

/**
 * Makes a listener for `node:http`, Express (`app.post(path, listener(events))`, before any body parser) and the like.
 *
 * It builds no `Request` and no `Response`, which on Node cost more than verifying and decrypting an event.
 *
 * @example
 * createServer(listener(events)).listen(3000);
 */
export function listener(
  events: Pick<EventDispatcher, "handle" | "maxBodyBytes">,
): (request: IncomingRequest, response: OutgoingResponse) => void {
  return (request, response) => {
    const send = ({ status, headers, body }: CallbackAnswer, done?: () => void) => {
      response.writeHead(status, headers);
      response.end(body, done);
    };
    if (request.method !== "POST") {
      send(methodNotAllowed());
      return;
    }
    const chunks: Uint8Array[] = [];
    let length = 0;
    request.on("data", (chunk: Uint8Array) => {
      length += chunk.length;
      if (length <= events.maxBodyBytes) {
        chunks.push(chunk);
      } else if (length - chunk.length <= events.maxBodyBytes) {
        // Whoever sends more will not read the answer to its end: say it once and hang up.
        send(tooLarge(), () => request.destroy());
      }
    });
    request.on("end", () => {
      if (length <= events.maxBodyBytes) {
        const bytes = chunks.length === 1 ? (chunks[0] as Uint8Array) : join(chunks);
        const header = (name: string) => request.headers[name] as string | undefined;
        events
          .handle(bytes, header)
          .then((answer) => send(answer))
          // Somebody else may have answered before us.
          .catch(() => request.destroy());
      }
    });
    // A connection that breaks needs no answer, but an `error` without a listener ends the process.
    request.on("error", () => {});
  };
}
