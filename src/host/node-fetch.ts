import { tellOf } from "../base/index.ts";
import { toUtf8 } from "../crypto/index.ts";
import { type AnswerMessage, headersOf, readTextOf, type TextAnswer } from "./text-answer.ts";

// The part of Node's modules that is used here. Their types would make every user install @types/node.
interface IncomingMessage extends AsyncIterable<Uint8Array>, AnswerMessage {
  readonly statusMessage: string;
  resume(): unknown;
}
interface ClientRequest {
  on(event: "response", listener: (message: IncomingMessage) => void): this;
  on(event: "error", listener: (error: Error) => void): this;
  on(event: "close", listener: () => void): this;
  end(body: Uint8Array | string): unknown;
  destroy(): unknown;
}
interface NodeHttp {
  request(url: URL, options: { method: string; headers: Record<string, string> }): ClientRequest;
}

/** A request whose answer is read as text. */
interface TextInit {
  method: string;
  headers: Record<string, string>;
  body?: string | object;
  signal: AbortSignal;
}

/** A `fetch` that can send a body with GET and HEAD. */
export interface NodeFetch {
  (input: string, init: RequestInit): Promise<Response>;
  /** Marks the function, so that a client does not refuse such a call. */
  readonly sendsGetBody: true;
  /** Sends a request whose answer is read as text, over Node's own HTTP client. Clients call this function. */
  forText(input: string, init: TextInit, maxBytes: number): Promise<TextAnswer>;
}

/** `Response` refuses a body with these. */
const WITHOUT_BODY = [204, 205, 304];

/** Bytes that are read ahead, so that a small unread answer does not hold its connection open. */
const READ_AHEAD_BYTES = 65_536;

/** Every web-standard runtime decodes gzip. Some proxies compress the answer even if no coding is accepted. */
const CODING = "gzip";

/** A request whose body is complete. Node sends a text together with the headers. */
interface Sent {
  method: string;
  headers: Record<string, string>;
  body: Uint8Array | string;
  signal?: AbortSignal | null | undefined;
}

/** A failure without secrets: Node's errors hold addresses, or the bytes that could not be parsed. */
function failure(what: string, error?: unknown): TypeError {
  const code = tellOf(error);
  return Object.assign(new TypeError(`nodeFetch: ${what} (${code})`), { code });
}

/** Looks up Node's HTTP client when it is first needed: it takes 7 ms to load, and https 5 more. */
function findHttp(scheme: string): NodeHttp | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => NodeHttp | undefined } };
  return process?.getBuiltinModule?.(`node:${scheme}`);
}

function httpFor({ protocol }: URL): NodeHttp {
  const http = findHttp(protocol.slice(0, -1));
  if (!http) {
    throw new TypeError("nodeFetch: this host has no process.getBuiltinModule; Node has it from 20.16 on");
  }
  return http;
}

function parse(input: string): URL {
  const url = URL.canParse(input) ? new URL(input) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) {
    // Without the address, which can hold a secret.
    throw new TypeError("nodeFetch: not a URL of http or https, or one with a user name");
  }
  return url;
}

/** Not `Readable.toWeb`, whose errors are Node's own. */
function streamOf(message: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunks = message[Symbol.asyncIterator]();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await chunks.next().catch((error) => {
          throw failure("the answer broke off", error);
        });
        if (done) {
          controller.close();
        } else {
          // A copy: what came at once shares its memory, which a reader may give away.
          controller.enqueue(new Uint8Array(value));
        }
      },
      cancel() {
        message.destroy();
      },
    },
    { highWaterMark: READ_AHEAD_BYTES, size: ({ length }) => length },
  );
}

/** The body as it was before the server packed it. */
function unpack(body: ReadableStream<Uint8Array<ArrayBuffer>>, coding: string): ReadableStream<Uint8Array> {
  if (/^(x-)?gzip$/i.test(coding)) {
    return body.pipeThrough(new DecompressionStream("gzip"));
  }
  if (/^(identity)?$/i.test(coding)) {
    return body;
  }
  throw new TypeError("nodeFetch: the answer has a content-encoding that the request did not accept");
}

function toResponse(message: IncomingMessage, method: string, signal?: AbortSignal | null): Response {
  const { statusCode: status = 0, statusMessage: statusText } = message;
  const headers = headersOf(message);
  if (method === "HEAD" || WITHOUT_BODY.includes(status)) {
    message.resume();
    return new Response(null, { status, statusText, headers });
  }
  const body = unpack(streamOf(message), headers.get("content-encoding") ?? "");
  // A separate pipe, because an abort has to reach the reader with its reason.
  const abortable = body.pipeThrough(new TransformStream(), { signal: signal ?? undefined } as StreamPipeOptions);
  return new Response(abortable, { status, statusText, headers });
}

/** Sends a request and converts its answer. The signal also aborts the reading of the answer. */
function exchange<T>(
  { request }: NodeHttp,
  url: URL,
  { method, headers, body, signal }: Sent,
  toAnswer: (message: IncomingMessage) => T,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers });
    let isAnswered = false;
    const abort = () => {
      reject(signal?.reason);
      outgoing.destroy();
    };
    signal?.addEventListener("abort", abort, { once: true });
    outgoing.on("response", (message) => {
      isAnswered = true;
      try {
        resolve(toAnswer(message));
      } catch (error) {
        message.destroy();
        reject(error);
      }
    });
    outgoing.on("error", (error) => reject(failure("no answer", error)));
    outgoing.on("close", () => {
      signal?.removeEventListener("abort", abort);
      if (!isAnswered) {
        reject(failure("no answer"));
      }
    });
    outgoing.end(body);
  });
}

async function send(input: string, { method = "GET", body, signal, ...init }: RequestInit): Promise<Response> {
  signal?.throwIfAborted();
  const url = parse(input);
  // Makes bytes and a content type of any body, by the rules of `fetch`.
  const content = new Response(body);
  const headers = new Headers({
    accept: "*/*",
    ...Object.fromEntries([...content.headers, ...new Headers(init.headers)]),
  });
  const bytes = new Uint8Array(await content.arrayBuffer());
  headers.set("content-length", `${bytes.length}`);
  headers.set("accept-encoding", CODING);
  const http = httpFor(url);
  signal?.throwIfAborted();
  const sent = { method, headers: Object.fromEntries(headers), body: bytes, signal };
  return exchange(http, url, sent, (message) => toResponse(message, method, signal));
}

/** Deno and Bun have Node's HTTP client, too, but their `fetch` is faster. */
const isNode = (): boolean => !("Deno" in globalThis || "Bun" in globalThis);

/** Sends a request whose answer is read as text. Uploads and other runtimes use `fetch`. */
async function sendForText(input: string, init: TextInit, maxBytes: number): Promise<TextAnswer> {
  const { method, body = "", signal } = init;
  const http = isNode() && typeof body === "string" && findHttp(input.slice(0, input.indexOf(":")));
  if (!http) {
    return nodeFetch(input, init as RequestInit);
  }
  const headers: Record<string, string> = { accept: "*/*", ...init.headers, "accept-encoding": CODING };
  if (body || !/^(GET|HEAD|DELETE)$/.test(method)) {
    headers["content-length"] = `${toUtf8(body).length}`;
  }
  return exchange<TextAnswer>(http, parse(input), { method, headers, body, signal }, (message) => {
    const ofAnswer = headersOf(message);
    // A compressed answer is decoded by the streams of the other path.
    if (ofAnswer.has("content-encoding")) {
      return toResponse(message, method, signal);
    }
    const broken = (error?: unknown) => signal.reason ?? failure("the answer broke off", error);
    const text = () => readTextOf(message, maxBytes, broken);
    return { status: message.statusCode ?? 0, headers: ofAnswer, text };
  });
}

/**
 * A `fetch` for Node, Deno and Bun that can send a body with GET. Seven operations of the platform need this, and `fetch`
 * refuses it. All other requests go to `globalThis.fetch`. Redirects of a GET with a body are not followed.
 *
 * On Node, a client sends its calls over Node's own HTTP client, which takes much less CPU time. Uploads and downloads use
 * `globalThis.fetch`.
 *
 * @throws {TypeError} The address is not one of http or https, the host has no `process.getBuiltinModule`, or no answer
 *   arrived. The `code` of the error has the reason.
 * @example
 * const client = new Client({ appId, appSecret, fetch: nodeFetch });
 * @see https://nodejs.org/api/http.html#httprequesturl-options-callback
 */
export const nodeFetch: NodeFetch = /* @__PURE__ */ Object.assign(
  (input: string, init: RequestInit) => {
    const method = (init.method ?? "GET").toUpperCase();
    return init.body != null && /^(GET|HEAD)$/.test(method)
      ? send(input, { ...init, method })
      : globalThis.fetch(input, init);
  },
  { sendsGetBody: true, forText: sendForText } as const,
);
