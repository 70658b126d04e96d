import {
  isTooDeep,
  LarkApiError,
  type LarkErrorCode,
  LarkTransportError,
  type PlatformErrorDetails,
  parseObject,
} from "../base/index.ts";
import { readStream, toText, toUtf8 } from "../crypto/index.ts";
import { classify } from "./classify.ts";
import type { FetchAnswer } from "./fetch.ts";

/** The kind of an answer: the platform's envelope, JSON without one, or a file. */
export type AnswerKind = "envelope" | "plain" | "file";

/** The longest answer that is read, unpacked, in bytes: 16 MiB. */
export const DEFAULT_MAX_ANSWER_BYTES = 16_777_216;

/** How deep an answer may be nested. None comes near it, and code that walks through it must not run out of stack. */
const MAX_DEPTH = 256;

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

/** Reads the text of an answer; `undefined` if it is longer than a limit. */
export async function readText(
  answer: FetchAnswer,
  maxBytes: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { body } = answer as Partial<Response>;
  if (body?.getReader) {
    const bytes = await readStream(body, maxBytes, 0, undefined, signal);
    return bytes && toText(bytes);
  }
  // A light answer has no stream, and one without a body neither.
  const text = await answer.text();
  return text.length > maxBytes ? undefined : text;
}

/** Whether an answer is nested too deep. Few brackets are not, which is quick to find out. */
const isDeep = (text: string): boolean =>
  text.split("{", MAX_DEPTH).length + text.split("[", MAX_DEPTH).length > MAX_DEPTH &&
  isTooDeep(toUtf8(text), MAX_DEPTH);

/** Whether the request was carried out, as far as the HTTP status says. */
export const isSuccess = ({ status }: FetchAnswer): boolean => status > 199 && status < 300;

/** A part of a message, if there is something to say. */
const part = (label: string, value: unknown) => (value ? label + value : "");

/**
 * Reads a JSON answer, with or without the platform's envelope.
 *
 * @param text - Undefined if there is more of it than `maxBytes`.
 * @returns Undefined for a file that happens to be JSON: there is no refusal in it.
 * @throws {LarkApiError} The platform refused, whatever the HTTP status.
 * @throws {LarkTransportError} It is a redirect, not a JSON object, too long or nested too deep.
 */
export function readAnswer(
  operation: string,
  kind: AnswerKind,
  answer: FetchAnswer,
  text: string | undefined,
  maxBytes: number,
): (object & ResponseInfo) | undefined {
  const { status, headers } = answer;
  const isOk = isSuccess(answer);
  const excess =
    text === undefined
      ? `longer than maxAnswerBytes (${maxBytes} bytes): request less, or raise it`
      : isDeep(text) && `nested deeper than ${MAX_DEPTH} levels`;
  const body: Body | undefined = excess ? undefined : parseObject(status === 204 ? "{}" : text);
  const { code: sent, error, msg, message, error_description }: Body = body ?? {};
  const platformCode = typeof sent === "number" ? sent : undefined;
  if (isOk && (kind === "file" ? !platformCode : body && !sent)) {
    if (kind === "envelope") {
      // The types promise these fields.
      (body as Body).data ??= {};
    }
    return kind === "file" ? undefined : withInfo(body as Body, answer);
  }
  const details: PlatformErrorDetails = Object(error);
  const platformMessage = textOf(msg, message, error_description);
  const logId = logIdOf(answer) ?? textOf(details.log_id);
  const isCut = isOk && !body && !excess;
  let code: LarkErrorCode = "LARK_BAD_ANSWER";
  let what = `the answer is ${excess || "no JSON object: check the domain"}`;
  if (body) {
    code = "LARK_API";
    const scopes = [details.permission_violations].flat().map((violation) => textOf(Object(violation).subject));
    const { field, description } = Object([details.field_violations].flat()[0]);
    what = `refused${part(" with code ", platformCode)}${part(": ", platformMessage)}${part("; field ", textOf(field))}${part(": ", textOf(description))}${part("; missing scopes: ", textOf(scopes.filter(Boolean).join()))}`;
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
      // The gateway in front of the platform uses another header for it.
      retryAfterMs: Number(headers.get("x-ogw-ratelimit-reset") ?? headers.get("retry-after")) * 1000 || undefined,
      details: body && details,
    },
  );
}
