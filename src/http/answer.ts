import {
  LarkApiError,
  type LarkErrorCode,
  LarkTransportError,
  type PlatformErrorDetails,
  parseObject,
} from "../base/index.ts";
import { classify } from "./classify.ts";
import type { FetchAnswer } from "./fetch.ts";

/** What an answer is: the platform's envelope, JSON without one, or a file. */
export type AnswerKind = "envelope" | "plain" | "file";

/** What hangs on an answer besides the platform's fields; not enumerable. It hides fields of the same names. */
export interface ResponseInfo {
  readonly status: number;
  readonly headers: Headers;
  /** Quote it in a support ticket. */
  readonly logId: string | undefined;
}

/** The fields of the platform's envelope that matter here. */
interface Body {
  code?: unknown;
  msg?: unknown;
  message?: unknown;
  error?: PlatformErrorDetails | string;
  error_description?: unknown;
  data?: unknown;
}

/** Longer texts of an answer are cut where they are shown. */
const MAX_SHOWN_LENGTH = 500;

/** The first text among some values of an answer, no longer than can be shown. */
const textOf = (...values: unknown[]) =>
  (values.find((value) => typeof value === "string") as string | undefined)?.slice(0, MAX_SHOWN_LENGTH);

const logIdOf = ({ headers }: FetchAnswer) => textOf(headers.get("x-tt-logid"), headers.get("x-request-id"));

/** Hangs status, headers and log id on an answer, where they do not show. */
export function withInfo<T extends object>(value: T, answer: FetchAnswer): T & ResponseInfo {
  return Object.defineProperties(value, {
    status: { value: answer.status },
    headers: { value: answer.headers },
    logId: { value: logIdOf(answer) },
  }) as T & ResponseInfo;
}

/** Whether the request was carried out, as far as the HTTP status says. */
export const isSuccess = ({ status }: FetchAnswer): boolean => status > 199 && status < 300;

/** A part of a message, if there is something to say. */
const part = (label: string, value: unknown) => (value ? label + value : "");

/**
 * Reads a JSON answer, with or without the platform's envelope.
 *
 * @returns Undefined for a file that happens to be JSON: there is no refusal in it.
 * @throws {LarkApiError} The platform refused, whatever the HTTP status.
 * @throws {LarkTransportError} It is a redirect, or not a JSON object.
 */
export function readAnswer(
  operation: string,
  kind: AnswerKind,
  answer: FetchAnswer,
  text: string,
): (object & ResponseInfo) | undefined {
  const { status, headers } = answer;
  const isOk = isSuccess(answer);
  const body: Body | undefined = parseObject(status === 204 ? "{}" : text);
  const { code: sent, error, msg, message, error_description }: Body = body ?? {};
  const platformCode = typeof sent === "number" ? sent : undefined;
  if (isOk && (kind === "file" ? !platformCode : body && !sent)) {
    if (kind === "envelope") {
      // What is typed as present is present.
      (body as Body).data ??= {};
    }
    return kind === "file" ? undefined : withInfo(body as Body, answer);
  }
  const details: PlatformErrorDetails = Object(error);
  const platformMessage = textOf(msg, message, error_description);
  const logId = logIdOf(answer) ?? textOf(details.log_id);
  const isCut = isOk && !body;
  let code: LarkErrorCode = "LARK_BAD_ANSWER";
  let what = "the answer is no JSON object";
  if (body) {
    code = "LARK_API";
    const scopes = [details.permission_violations].flat().map((violation) => Object(violation).subject);
    what = `refused${part(" with code ", platformCode)}${part(": ", platformMessage)}${part("; missing scopes: ", scopes.filter(Boolean).join())}`;
  }
  // 0 is how a browser shows a redirect.
  if (/^[03]/.test(`${status}`)) {
    code = "LARK_REDIRECT";
    what = "redirected: check the domain";
  }
  throw new (code === "LARK_API" ? LarkApiError : LarkTransportError)(
    `${operation}: ${what} (HTTP ${status}, log_id ${logId ?? "none"})`,
    {
      code,
      operation,
      status,
      platformCode,
      platformMessage,
      logId,
      category: isCut ? "transient" : classify(status, platformCode),
      // A gateway before the platform has a header of its own for it.
      retryAfterMs: Number(headers.get("x-ogw-ratelimit-reset") ?? headers.get("retry-after")) * 1000 || undefined,
      details: body && details,
    },
  );
}
