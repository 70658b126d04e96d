import { LarkApiError, LarkTransportError, type PlatformErrorDetails } from "../errors.ts";
import { parseObject } from "../json.ts";
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
  const logId = logIdOf(headers);
  if (!body) {
    if (ok && isFile) {
      return undefined;
    }
    throw new LarkTransportError(`${operation}: no JSON object (HTTP ${status}, log_id ${logId})`, {
      code: "LARK_BAD_ANSWER",
      status,
      logId,
    });
  }
  const { code } = body;
  const platformCode = typeof code === "number" ? code : undefined;
  if (ok && !(isFile ? platformCode : code)) {
    return isFile ? undefined : withInfo(body, status, headers);
  }
  const details: PlatformErrorDetails = Object(body.error);
  const category = classify(status, platformCode);
  const info = {
    code: "LARK_API" as const,
    operation,
    status,
    platformCode,
    platformMessage: body.msg ?? body.message ?? body.error_description,
    logId: logId ?? details.log_id,
    category,
    retryAfterMs: Number(headers.get("x-ogw-ratelimit-reset")) * 1000 || undefined,
    details,
  };
  const scopes = [details.permission_violations].flat().map((violation) => Object(violation).subject);
  const what = `${operation}: ${platformCode} ${info.platformMessage} ${scopes}`;
  throw new LarkApiError(`${what} (${category}, HTTP ${status}, log_id ${info.logId})`, info);
}
