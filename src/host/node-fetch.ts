import { tellOf } from "../base/index.ts";

// The part of Node's modules that is used here. Their types would make every user install @types/node.
interface IncomingMessage extends AsyncIterable<Uint8Array> {
  readonly statusCode?: number;
  readonly statusMessage?: string;
  /** Names and values by turns, as they came. */
  readonly rawHeaders: string[];
  resume(): unknown;
  destroy(): unknown;
}
interface ClientRequest {
  on(event: "response", listener: (message: IncomingMessage) => void): this;
  on(event: "error", listener: (error: Error) => void): this;
  on(event: "close", listener: () => void): this;
  end(body: Uint8Array): unknown;
  destroy(): unknown;
}
interface NodeHttp {
  request(url: URL, options: { method: string; headers: Record<string, string> }): ClientRequest;
}

/** A `fetch` that can send a body with GET and HEAD. */
export interface NodeFetch {
  (input: string, init: RequestInit): Promise<Response>;
  /** Marks the function, so that a client does not refuse such a call. */
  readonly sendsGetBody: true;
}

/** `Response` refuses a body with these. */
const WITHOUT_BODY = [204, 205, 304];

/** Bytes that are read ahead, so that a small unread answer does not hold its connection open. */
const READ_AHEAD_BYTES = 65_536;

/** A failure without secrets: Node's errors hold addresses, or the bytes that could not be parsed. */
function failure(what: string, error?: unknown): TypeError {
  const code = tellOf(error);
  return Object.assign(new TypeError(`nodeFetch: ${what} (${code})`), { code });
}

/** Looks up Node's HTTP client when it is first needed: it takes 7 ms to load, and https 5 more. */
function httpFor({ protocol }: URL): NodeHttp {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => NodeHttp | undefined } };
  const http = process?.getBuiltinModule?.(`node:${protocol.slice(0, -1)}`);
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
  throw new TypeError("nodeFetch: the answer has a content-encoding that was not asked for");
}

function toResponse(message: IncomingMessage, method: string, signal?: AbortSignal | null): Response {
  const { statusCode: status = 0, statusMessage: statusText, rawHeaders } = message;
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    headers.append(rawHeaders[at] as string, rawHeaders[at + 1] as string);
  }
  if (method === "HEAD" || WITHOUT_BODY.includes(status)) {
    message.resume();
    return new Response(null, { status, statusText, headers });
  }
  const body = unpack(streamOf(message), headers.get("content-encoding") ?? "");
  // A separate pipe, because an abort has to reach the reader with its reason.
  const abortable = body.pipeThrough(new TransformStream(), { signal: signal ?? undefined });
  return new Response(abortable, { status, statusText, headers });
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
  // Every web-standard runtime decodes gzip. Some proxies compress the answer even if no coding is accepted.
  headers.set("accept-encoding", "gzip");
  const { request } = httpFor(url);
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers: Object.fromEntries(headers) });
    const abort = () => {
      reject(signal?.reason);
      outgoing.destroy();
    };
    signal?.addEventListener("abort", abort, { once: true });
    outgoing.on("response", (message) => {
      try {
        resolve(toResponse(message, method, signal));
      } catch (error) {
        message.destroy();
        reject(error);
      }
    });
    outgoing.on("error", (error) => reject(failure("no answer", error)));
    outgoing.on("close", () => {
      signal?.removeEventListener("abort", abort);
      reject(failure("no answer"));
    });
    outgoing.end(bytes);
  });
}

/**
 * A `fetch` for Node, Deno and Bun that can send a body with GET. Seven operations of the platform need this, and `fetch`
 * refuses it. All other requests go to `globalThis.fetch`. Redirects of a GET with a body are not followed.
 *
 * @throws {TypeError} The address is not one of http or https, the host has no `process.getBuiltinModule`, or no answer
 *   arrived. The `code` of the error has the reason.
 * @example
 * const client = new Client({ appId, appSecret, fetch: nodeFetch });
 */
export const nodeFetch: NodeFetch = /* @__PURE__ */ Object.assign(
  (input: string, init: RequestInit) => {
    const method = (init.method ?? "GET").toUpperCase();
    return init.body != null && /^(GET|HEAD)$/.test(method)
      ? send(input, { ...init, method })
      : globalThis.fetch(input, init);
  },
  { sendsGetBody: true } as const,
);
