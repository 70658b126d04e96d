import { isLarkError, type LarkApiError, LarkTransportError, tellOf } from "../errors.ts";
import { patient } from "../timer.ts";
import { isFile, readAnswer } from "./answer.ts";
import { toDownload } from "./download.ts";
import { type Guard, startGuard, within } from "./guard.ts";

/** What all calls of a client go through. */
export interface Wire {
  fetch: Fetch;
  hooks: Hooks;
}

/** One call, ready to be sent. */
export interface HttpCall {
  /** Its name in errors and logs. */
  name: string;
  method: string;
  url: URL;
  headers: Headers;
  /** Text with its type in `headers`, or a body whose type `fetch` knows. */
  body?: BodyInit;
  /** A file is wanted: the answer is a `Download`. */
  binary?: boolean;
  /** Whether the platform may see the call twice. */
  idempotent: boolean;
  /** The time of the whole call. */
  guard: Guard;
  /** Per attempt, up to the response headers. */
  timeoutMs: number;
  maxRetries: number;
  /** The caller's, which may also stop the reading of a file. */
  signal?: AbortSignal;
}

/** One attempt, as hooks see it. Neither tokens nor bodies. */
export interface RequestInfo {
  /** `im.v1.message.reply`, or method and path of a raw call. */
  readonly operation: string;
  readonly method: string;
  /** 1 for the first. */
  readonly attempt: number;
}

/** Called around each attempt. */
export interface Hooks {
  /** May add to the headers, and delay the attempt. What it throws, the call throws. */
  beforeRequest?: (request: RequestInfo & { readonly headers: Headers }) => void | Promise<void>;
  /** Hears of the outcome. What it throws is ignored: the call is over. */
  afterResponse?: (
    outcome: RequestInfo & { readonly status?: number; readonly logId?: string; readonly error?: unknown },
  ) => unknown;
}

/** Makes a `fetch`-like request: `globalThis.fetch`, an emulator's, a proxy's. */
export interface Fetch {
  (input: string, init: RequestInit): Promise<Response>;
  /** Whether it can send a body with GET, which a few operations want and `globalThis.fetch` refuses. */
  readonly sendsGetBody?: boolean;
}

/** Full jitter: a random part of this, doubled by each attempt. The deadline is the upper bound. */
const BACKOFF_MS = 500;

async function attempt(fetch: Fetch, call: HttpCall, headers: Headers): Promise<object> {
  const { name, method, body, guard, url, binary } = call;
  const limit = startGuard(name, call.timeoutMs, "timeoutMs", guard.signal);
  const { signal } = limit;
  try {
    signal.throwIfAborted();
    // A file is read after the call is over. `any` lets go of its signals by itself.
    const all = binary && call.signal ? AbortSignal.any([signal, call.signal]) : signal;
    const response = await within(fetch(url.href, { method, headers, body, signal: all, redirect: "manual" }), limit);
    limit.stop();
    const { status } = response;
    // 0 is how a browser shows one.
    if (/^[03]/.test(`${status}`)) {
      throw new LarkTransportError("LARK_REDIRECT", `${name}: redirects are not followed`, undefined, {
        status,
      });
    }
    if (binary && isFile(response)) {
      return toDownload(response);
    }
    const text = await within(response.text(), limit);
    return readAnswer(name, response, text, !!binary) ?? toDownload(new Response(text, response));
  } catch (thrown) {
    const error = signal.aborted ? signal.reason : thrown;
    const reason = tellOf(error);
    throw isLarkError(error)
      ? error
      : new LarkTransportError("LARK_NETWORK", `${name}: no answer (${reason})`, new Error(reason));
  } finally {
    limit.end();
  }
}

/**
 * Sends a call, and again where that is safe: what was refused before it was executed always, a fault of the server or
 * of the network only if the platform may see the call twice.
 */
export async function send({ fetch, hooks }: Wire, call: HttpCall, token?: string): Promise<object> {
  const { name, method, guard, idempotent } = call;
  for (let count = 1; ; count++) {
    const info = { operation: name, method, attempt: count };
    const open = new Headers(call.headers);
    await within(Promise.resolve({ ...info, headers: open }).then(hooks.beforeRequest), guard);
    // A copy: a hook may have kept the other, and must not see the token.
    const headers = new Headers(open);
    if (token) {
      headers.set("authorization", `Bearer ${token}`);
    }
    let answer: object | undefined;
    let error: (LarkApiError & LarkTransportError) | undefined;
    try {
      answer = await attempt(fetch, call, headers);
    } catch (thrown) {
      error = Object.assign(thrown as LarkApiError & LarkTransportError, { attempts: count });
    }
    const { category, code, status, logId, retryAfterMs } = (error ?? answer) as LarkApiError & LarkTransportError;
    // The call is over, whatever the hook makes of it.
    Promise.resolve({ ...info, status, logId, error })
      .then(hooks.afterResponse)
      .catch(() => {});
    if (answer) {
      return answer;
    }
    const passes = category ? category === "transient" : code !== "LARK_REDIRECT" && !guard.signal.aborted;
    const waitMs = retryAfterMs || Math.random() * BACKOFF_MS * 2 ** count;
    const isSafe = category === "rate_limited" || (idempotent && passes);
    if (!isSafe || !(count <= call.maxRetries) || Date.now() + waitMs > guard.endsAt) {
      throw error;
    }
    await patient(within(new Promise(() => {}), guard), waitMs);
  }
}
