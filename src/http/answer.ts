import { LarkApiError, LarkTransportError, type PlatformErrorDetails } from "../errors.ts";
import { classify } from "./classify.ts";

/** What hangs on an answer besides the platform's fields; not enumerable. */
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

/** Whether an answer to a download is the file, and not the envelope of a refusal. A file can be JSON itself. */
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
 * @throws {LarkApiError} The platform refused, whatever the HTTP status.
 * @throws {LarkTransportError} It is not JSON, or cut off.
 */
export function readAnswer(operation: string, { status, ok, headers }: Response, text: string): object & ResponseInfo {
  let body: Body | undefined;
  try {
    body = status === 204 ? {} : JSON.parse(text);
  } catch {}
  const logId = logIdOf(headers);
  if (!body || typeof body !== "object") {
    throw new LarkTransportError("LARK_BAD_ANSWER", `${operation}: the answer is no JSON object (HTTP ${status}, log_id ${logId})`, undefined, {
      status,
      logId,
    });
  }
  const { code, error } = body;
  if (ok && !code) {
    return withInfo(body, status, headers);
  }
  const details = typeof error === "object" ? error : {};
  const platformCode = typeof code === "number" ? code : undefined;
  const platformMessage = body.msg ?? body.message ?? body.error_description;
  const category = classify(status, platformCode);
  const scopes = details.permission_violations?.map(({ subject }) => ` ${subject}`) ?? "";
  throw new LarkApiError(
    `${operation}: ${platformCode} ${platformMessage}${scopes} (${category}, HTTP ${status}, log_id ${logId ?? details.log_id})`,
    {
      operation,
      status,
      platformCode,
      platformMessage,
      logId: logId ?? details.log_id,
      category,
      retryAfterMs: category === "rate_limited" ? Number(headers.get("x-ogw-ratelimit-reset")) * 1000 || undefined : undefined,
      details,
    },
  );
}
