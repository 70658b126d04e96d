import { assertPositive, isLarkError, type LarkApiError, LarkTransportError, tellOf } from "../base/index.ts";
import {
  type AnswerKind,
  DEFAULT_MAX_ANSWER_BYTES,
  isSuccess,
  type ResponseInfo,
  readAnswer,
  readText,
} from "./answer.ts";
import { type BodyFormat, DEFAULT_MAX_UPLOAD_BYTES, encodeBody } from "./body.ts";
import { DEFAULT_TIMEOUT_MS, endOf, type TimeLimits, within } from "./call-time.ts";
import { isFile, toDownload } from "./download.ts";
import type { Fetch, FetchAnswer, FetchInit } from "./fetch.ts";
import { type Hooks, openHeaders, type RequestInfo } from "./hooks.ts";
import { DEFAULT_MAX_RETRIES, pauseBeforeRetry } from "./retry.ts";
import { addQuery, fillPath } from "./url.ts";

/** Options for all requests of a transport. */
export interface TransportOptions {
  /** Sends the requests. Default `globalThis.fetch`. */
  fetch?: Fetch | undefined;
  /** Functions that run around each attempt. Default: none. */
  hooks?: Hooks | undefined;
  /** Awaited before each attempt, to limit the rate of calls. Its error is the error of the call. Default: none. */
  gate?: ((request: RequestInfo) => void | Promise<void>) | undefined;
  /** The largest stream that is read into an upload, in bytes. Default 104,857,600. Not positive: a `RangeError`. */
  maxUploadBytes?: number | undefined;
  /** The longest answer that is read, in bytes as unpacked. Default 16,777,216. Not positive: a `RangeError`. */
  maxAnswerBytes?: number | undefined;
}

/** One call. */
export interface TransportRequest extends TimeLimits {
  /** Its name in errors and hooks, which holds no secret. */
  operation: string;
  /** In capitals. */
  method: string;
  /** Absolute, without a fragment. Its `:name` placeholders are filled if there is a `path`. */
  url: string;
  path?: Record<string, unknown> | undefined;
  params?: object | undefined;
  data?: unknown;
  /** How `data` is written. Default `json`. */
  format?: BodyFormat | undefined;
  /** Names in lower case. A header whose name looks like a credential is hidden from hooks. */
  headers?: Record<string, string> | undefined;
  /** Default `plain`. */
  kind?: AnswerKind | undefined;
  /** Whether the platform may see the call twice. Default `false`. */
  isIdempotent?: boolean | undefined;
  /**
   * Gets the access token for the `authorization` header. Called after the body is written; what it throws, the call
   * throws.
   *
   * Called once more with the token that the platform has just declared invalid. Another token is tried; with the same
   * one the refusal stands.
   */
  token?: ((refused?: string) => string | undefined | Promise<string | undefined>) | undefined;
  /** How often it is sent again. Default 2. */
  retry?: { maxRetries?: number | undefined } | undefined;
}

/**
 * Sends a request, and again where that is safe: what was refused before it was executed always, a fault of the server
 * or of the network only if the platform may see the call twice.
 *
 * @throws {TypeError} The request cannot be written: a value for the path is missing, a number is not exact.
 * @throws {RangeError} A limit is not a positive number, or a stream is longer than allowed.
 * @throws {LarkApiError} The platform refused.
 * @throws {LarkTransportError} There is no usable answer.
 */
export type Transport = (request: TransportRequest) => Promise<object & ResponseInfo>;

type AttemptError = LarkApiError | LarkTransportError;

/** Makes what sends requests. It knows neither the app nor its secrets: a request brings the way to its token. */
export function createTransport(options: TransportOptions = {}): Transport {
  const {
    hooks: { beforeRequest, afterResponse } = {},
    gate,
    maxUploadBytes = DEFAULT_MAX_UPLOAD_BYTES,
    maxAnswerBytes = DEFAULT_MAX_ANSWER_BYTES,
  } = options;
  assertPositive("maxUploadBytes", maxUploadBytes);
  assertPositive("maxAnswerBytes", maxAnswerBytes);

  /** Sends a request once, and reads the answer: the file that was wanted, or JSON without a refusal in it. */
  async function exchange(
    { operation, kind = "plain" }: TransportRequest,
    url: string,
    init: FetchInit,
    answered: () => unknown,
  ): Promise<object & ResponseInfo> {
    const { fetch = globalThis.fetch as Fetch } = options;
    let answer: FetchAnswer;
    let file: Response | undefined;
    let text: string | undefined;
    try {
      answer = await (fetch.forText && kind !== "file" ? fetch.forText(url, init, maxAnswerBytes) : fetch(url, init));
      answered();
      file = kind === "file" && isSuccess(answer) ? (answer as Response) : undefined;
      if (file && isFile(file)) {
        return toDownload(file);
      }
      // What may be a file stays unread.
      text = await readText(file?.clone() ?? answer, maxAnswerBytes, init.signal);
    } catch (error) {
      // Its code or name alone: the message can hold a secret.
      const reason = tellOf(error);
      const message = `${operation}: no answer from ${new URL(url).host} (${reason}): check the domain`;
      throw new LarkTransportError(message, { code: "LARK_NETWORK", cause: new Error(reason) });
    }
    return readAnswer(operation, kind, answer, text, maxAnswerBytes) ?? toDownload(file as Response);
  }

  function report(info: RequestInfo, { status, logId }: Partial<ResponseInfo>, error?: AttemptError): void {
    if (afterResponse) {
      Promise.resolve({ ...info, status, logId, error })
        .then(afterResponse)
        // The call is over, whatever the hook makes of it.
        .catch(() => {});
    }
  }

  return async function send(request) {
    const {
      operation,
      method,
      path,
      params,
      data,
      format = "json",
      kind,
      isIdempotent = false,
      token: getToken,
      signal: caller,
      timeoutMs = DEFAULT_TIMEOUT_MS,
    } = request;
    const { maxRetries = DEFAULT_MAX_RETRIES } = request.retry ?? {};
    if (data !== undefined && /^(GET|HEAD)$/.test(method) && !options.fetch?.sendsGetBody) {
      throw new TypeError(`${operation}: for ${method} with a body pass nodeFetch of lark-edge/node as fetch`);
    }
    const filled = path ? fillPath(request.url, path) : request.url;
    const url = params ? addQuery(filled, params) : filled;
    assertPositive("timeoutMs", timeoutMs);
    const endsAt = endOf(request);
    /** Awaits a promise within the deadline. Any other value is returned at once. */
    const wait = <T>(work: T | Promise<T>) => (work instanceof Promise ? within(request, endsAt, () => work) : work);
    if (caller?.aborted) {
      await within(request, endsAt, () => {});
    }
    const headers: Record<string, string> = { ...request.headers };
    const body = await wait(encodeBody(data, format, headers, maxUploadBytes));
    let token = await wait(getToken?.());
    let refused: string | undefined;
    for (let attempt = 1, retries = 0; ; attempt++) {
      if (token) {
        headers.authorization = `Bearer ${token}`;
      }
      const info = { operation, method, attempt };
      await wait(gate?.(info));
      const sent = await wait(beforeRequest ? openHeaders(beforeRequest, info, headers) : headers);
      let refusal: AttemptError;
      try {
        const answer = await within(
          request,
          endsAt,
          (own, answered) => {
            // A file is read after the call, which the caller may stop; before Node 20.3 only until then.
            const signal = kind === "file" && caller ? (AbortSignal.any?.([own, caller]) ?? own) : own;
            return exchange(
              request,
              url,
              { method, headers: sent, body, signal, redirect: "manual" } as FetchInit,
              answered,
            );
          },
          timeoutMs,
        );
        report(info, answer);
        return answer;
      } catch (error) {
        // Anything else is a mistake of ours, and no answer.
        if (!isLarkError(error)) {
          throw error;
        }
        refusal = Object.assign(error, { attempts: attempt }) as AttemptError;
        report(info, refusal, refusal);
      }
      if (token && !refused && refusal.category === "token_invalid") {
        refused = token;
        token = await wait(getToken?.(token));
        if (token !== refused) {
          continue;
        }
        throw refusal;
      }
      const pauseMs = pauseBeforeRetry(refusal, isIdempotent, attempt);
      if (pauseMs === undefined || !(retries++ < maxRetries) || pauseMs > endsAt - performance.now()) {
        throw refusal;
      }
      // A limit that is waited for, and no error.
      await within(request, endsAt, () => new Promise(() => {}), pauseMs).catch((error) => {
        if (error.code !== "LARK_TIMEOUT") {
          throw error;
        }
      });
    }
  };
}
