import { isLarkError, LarkApiError, LarkTransportError } from "../errors.ts";
import { startTimer } from "../timer.ts";
import { isFile, readAnswer } from "./answer.ts";
import { type Guard, startGuard, within } from "./guard.ts";

/** One call, ready to be sent. */
export interface HttpCall {
  /** Its name in errors and logs. */
  operation: string;
  method: string;
  url: URL;
  headers: Headers;
  /** The access token. Set after the hooks, which must not see it. */
  token?: string;
  /** Text with its type in `headers`, or a body whose type `fetch` knows. */
  body?: BodyInit;
  /** A file is wanted: the answer is the `Response` itself. */
  binary?: boolean;
  /** Whether the platform may see the call twice. */
  idempotent: boolean;
  /** The time of the whole call. */
  guard: Guard;
  /** Milliseconds since the Unix epoch. */
  deadlineAt: number;
  /** Per attempt, up to the response headers. */
  timeoutMs: number;
  maxRetries: number;
  /** Called before each attempt, with headers that it may add to. */
  before(attempt: number, headers: Headers): void | Promise<void>;
  /** Called after each attempt. */
  after(attempt: number, outcome: { status?: number; logId?: string; error?: unknown }): void;
}

/** Makes a `fetch`-like request: `globalThis.fetch`, an emulator's, a proxy's. */
export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

const BACKOFF_MS = 500;
const BACKOFF_MAX_MS = 8_000;

/** What a foreign error may tell: its code or its name. Its message can hold an address, its fields a token. */
function reasonOf(error: unknown): string {
  const { cause, code, name } = Object(error) as Record<string, unknown>;
  return cause ? reasonOf(cause) : `${[code, name].find((value) => /^\w{3,40}$/.test(`${value}`) && value)}`;
}

async function attempt(fetch: Fetch, call: HttpCall, headers: Headers): Promise<object> {
  const { operation, method, body, guard, url, binary } = call;
  const limit = startGuard(operation, call.timeoutMs, "timeoutMs", guard.signal);
  const { signal } = limit;
  let file = false;
  try {
    signal.throwIfAborted();
    const response = await within(fetch(url.href, { method, headers, body, signal, redirect: "manual" }), signal);
    limit.stop();
    const { status, type } = response;
    if (type === "opaqueredirect" || (status > 299 && status < 400)) {
      throw new LarkTransportError("LARK_REDIRECT", `${operation}: redirects are not followed, they would take the token along`, {
        status,
      });
    }
    file = !!binary && isFile(response);
    return file ? response : readAnswer(operation, response, await within(response.text(), signal));
  } catch (thrown) {
    const error = signal.aborted ? signal.reason : thrown;
    const reason = reasonOf(error);
    throw isLarkError(error)
      ? error
      : new LarkTransportError("LARK_NETWORK", `${operation}: no answer (${reason})`, { cause: new Error(reason) });
  } finally {
    if (!file) {
      limit.release();
    }
  }
}

/**
 * Sends a call, and again where that is safe: what was refused before it was executed always, a fault of the server or
 * of the network only if the platform may see the call twice.
 */
export async function send(fetch: Fetch, call: HttpCall): Promise<object> {
  const { guard, idempotent, token } = call;
  for (let count = 1; ; count++) {
    const headers = new Headers(call.headers);
    await call.before(count, headers);
    if (token) {
      headers.set("authorization", `Bearer ${token}`);
    }
    let error: LarkApiError & LarkTransportError;
    try {
      const answer = await attempt(fetch, call, headers);
      call.after(count, answer);
      return answer;
    } catch (thrown) {
      error = Object.assign(thrown as LarkApiError & LarkTransportError, { attempts: count });
    }
    const { category, code, status, logId, retryAfterMs } = error;
    call.after(count, { status, logId, error });
    const passes = category ? category === "transient" : code !== "LARK_REDIRECT" && !guard.signal.aborted;
    const waitMs = retryAfterMs || Math.random() * Math.min(BACKOFF_MAX_MS, BACKOFF_MS * 2 ** count);
    if (
      !(category === "rate_limited" || (idempotent && passes)) ||
      count > call.maxRetries ||
      Date.now() + waitMs > call.deadlineAt
    ) {
      throw error;
    }
    const pause = startTimer(waitMs);
    await within(pause.done, guard.signal).finally(pause.stop);
  }
}
