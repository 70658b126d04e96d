import { LarkApiError, LarkTransportError, type PlatformErrorDetails, parseObject } from "../base/index.ts";
import { classify } from "./classify.ts";

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
  msg?: string;
  message?: string;
  error?: PlatformErrorDetails | string;
  error_description?: string;
}

const logIdOf = (headers: Headers) => headers.get("x-tt-logid") ?? headers.get("x-request-id") ?? undefined;

/** Whether an answer to a download is the file for sure, and need not be read to know. */
export function isFile({ ok, headers }: Response): boolean {
  return ok && (headers.has("content-disposition") || !headers.get("content-type")?.includes("json"));
}

/** Hangs status, headers and log id on an answer, where they do not show. */
export function withInfo<T extends object>(answer: T, status: number, headers: Headers): T & ResponseInfo {
  return Object.defineProperties(answer, {
    status: { value: status },
    headers: { value: headers },
    logId: { value: logIdOf(headers) },
  }) as T & ResponseInfo;
}

/**
 * Reads a JSON answer, with or without the platform's envelope.
 *
 * @param isFile - The JSON may be the file that was asked for: without a refusal in it, the result is `undefined`.
 * @throws {LarkApiError} The platform refused, whatever the HTTP status.
 * @throws {LarkTransportError} It is not JSON, or cut off.
 */
export function readAnswer(
  operation: string,
  { status, ok, headers }: Response,
  text: string,
  isFile: boolean | undefined,
): (object & ResponseInfo) | undefined {
  const body: Body | undefined = parseObject(status === 204 ? "{}" : text);
  const { code, error, ...told }: Body = body ?? {};
  const platformCode = typeof code === "number" ? code : undefined;
  if (ok && (isFile ? !platformCode : body && !code)) {
    return isFile ? undefined : withInfo(body as Body, status, headers);
  }
  const details: PlatformErrorDetails = Object(error);
  const logId = logIdOf(headers) ?? details.log_id;
  const where = `HTTP ${status}, log_id ${logId}`;
  if (!body) {
    throw new LarkTransportError(`${operation}: no JSON object (${where})`, { code: "LARK_BAD_ANSWER", status, logId });
  }
  const category = classify(status, platformCode);
  const platformMessage = told.msg ?? told.message ?? told.error_description;
  const scopes = [details.permission_violations].flat().map((violation) => Object(violation).subject);
  throw new LarkApiError(`${operation}: ${platformCode} ${platformMessage} ${scopes} (${category}, ${where})`, {
    code: "LARK_API",
    operation,
    status,
    platformCode,
    platformMessage,
    logId,
    category,
    retryAfterMs: Number(headers.get("x-ogw-ratelimit-reset")) * 1000 || undefined,
    details,
  });
}
