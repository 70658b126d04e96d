import { isLarkError, LarkTransportError, patient, tellOf } from "../base/index.ts";
import { isFile, readAnswer } from "./answer.ts";
import { toDownload } from "./download.ts";
import { type Guard, timeoutError, within } from "./guard.ts";

/** One call, ready to be sent. */
export interface HttpCall {
  /** Default `globalThis.fetch`. */
  fetch?: Fetch;
  hooks?: Hooks;
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
  retry?: { maxRetries?: number };
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

/** How often a call is sent again. */
export const DEFAULT_MAX_RETRIES = 2;

/** Full jitter: a random part of this, doubled by each attempt. The deadline is the upper bound. */
const BACKOFF_MS = 500;

/**
 * Sends a call, and again where that is safe: what was refused before it was executed always, a fault of the server or
 * of the network only if the platform may see the call twice.
 */
export async function send(call: HttpCall, token?: string): Promise<object> {
  const {
    name,
    method,
    binary,
    guard,
    hooks = {},
    retry: { maxRetries = DEFAULT_MAX_RETRIES } = {},
    fetch = globalThis.fetch,
  } = call;

  async function attempt(headers: Headers): Promise<object> {
    const late = new AbortController();
    // A file is read after the call is over. `any` lets go of its signals by itself.
    const signals = [late.signal, guard.signal, (binary && call.signal) || guard.signal];
    const init = { method, headers, body: call.body, signal: AbortSignal.any(signals), redirect: "manual" } as const;
    try {
      const response = await patient(fetch(call.url.href, init), call.timeoutMs);
      if (!response) {
        late.abort();
        throw timeoutError(name, "timeoutMs");
      }
      // 0 is how a browser shows one.
      if (/^[03]/.test(`${response.status}`)) {
        throw new LarkTransportError(`${name}: redirected`, { code: "LARK_REDIRECT", status: response.status });
      }
      if (binary && isFile(response)) {
        return toDownload(response);
      }
      const text = await response.text();
      return readAnswer(name, response, text, binary) ?? toDownload(new Response(text, response));
    } catch (error) {
      const reason = tellOf(error);
      throw isLarkError(error)
        ? error
        : new LarkTransportError(`${name}: no answer (${reason})`, { code: "LARK_NETWORK", cause: new Error(reason) });
    }
  }

  for (let count = 1; ; count++) {
    const info = { operation: name, method, attempt: count };
    const open = new Headers(call.headers);
    await within(Promise.resolve({ ...info, headers: open }).then(hooks.beforeRequest), guard);
    // A copy: a hook may have kept the other, and must not see the token.
    const headers = new Headers(open);
    if (token) {
      headers.set("authorization", `Bearer ${token}`);
    }
    const outcome = await within(attempt(headers), guard).catch((error) => Object.assign(error, { attempts: count }));
    const error = isLarkError(outcome) ? outcome : undefined;
    const { category, code, status, logId, retryAfterMs } = outcome;
    // The call is over, whatever the hook makes of it.
    Promise.resolve({ ...info, status, logId, error })
      .then(hooks.afterResponse)
      .catch(() => {});
    if (!error) {
      return outcome;
    }
    const passes = category ? category === "transient" : code !== "LARK_REDIRECT";
    const waitMs = retryAfterMs || Math.random() * BACKOFF_MS * 2 ** count;
    const isSafe = category === "rate_limited" || (call.idempotent && passes);
    if (!isSafe || !(count <= maxRetries) || Date.now() + waitMs > guard.endsAt) {
      throw error;
    }
    await patient(within(new Promise(() => {}), guard), waitMs);
  }
}
