/** Stable names of everything lark-edge can fail with. Branch on these, or on the classes, never on a message. */
export type LarkErrorCode =
  | "LARK_API"
  | "LARK_AUTH"
  | "LARK_NETWORK"
  | "LARK_TIMEOUT"
  | "LARK_ABORTED"
  | "LARK_REDIRECT"
  | "LARK_BAD_ANSWER"
  | "LARK_CALLBACK"
  /** A store gave no usable answer. The operation may have taken effect. */
  | "LARK_STORE";

/** What is known of a failure. */
interface Known extends ErrorOptions {
  code: LarkErrorCode;
  [field: string]: unknown;
}

/** The base of all errors of this package. A mistake in a call is a `TypeError` instead, thrown before any I/O. */
export class LarkError extends Error {
  override readonly name: string = "LarkError";
  declare readonly code: LarkErrorCode;

  /** @param known - Becomes the error's own fields, and its `cause`. */
  constructor(message: string, known: Known) {
    super(message, known);
    Object.assign(this, known);
  }
}

/** Whether a value is an error of this package, also across realms and copies of the package. */
export function isLarkError(value: unknown): value is LarkError {
  // The codes are the brand: no other error has one like them.
  const { code } = Object(value);
  return typeof code === "string" && code.startsWith("LARK_");
}

/** A text about any error that holds no secret: the message of our own errors, else a code or a name. */
export function tellOf(error: unknown): string {
  const { cause, code, name, message } = Object(error);
  const word = cause?.code ?? code ?? name;
  const isWord = /^(string|number)$/.test(typeof word) && /^\w{3,40}$/.test(word);
  return isLarkError(error) ? message : isWord ? `${word}` : "unknown";
}

/**
 * The meaning of a refusal for the call. `explainError` explains it to a person.
 * - `rate_limited`: refused before execution, safe to send again after a while.
 * - `token_invalid`: the access token.
 * - `transient`: a fault of the server, or a conflict that passes.
 * - `refused`: anything else; the same request will fail again.
 */
export type LarkErrorCategory = "rate_limited" | "token_invalid" | "transient" | "refused";

/** The `error` object of a refusal, as the platform sends it; every field may be missing. */
export interface PlatformErrorDetails {
  log_id?: string;
  /** A sentence that ends with a link to the troubleshooter. */
  troubleshooter?: string;
  message?: string;
  details?: { key?: string; value?: string }[];
  permission_violations?: { type?: string; subject?: string; description?: string }[];
  field_violations?: { field?: string; value?: string; description?: string }[];
  helps?: { url?: string; description?: string }[];
}

/** What is known about a refusal. */
export interface LarkApiErrorInfo {
  /** `project.version.resource.method`, or method and path of a raw call. */
  operation: string;
  /** HTTP status; 200 is possible, since many services refuse inside it. */
  status: number;
  /** The platform's `code`. Its meaning depends on the service. */
  platformCode?: number;
  /** The platform's `msg`: informational, changes without notice. */
  platformMessage?: string;
  /** Quote it in a support ticket. */
  logId?: string;
  category: LarkErrorCategory;
  /** How long to wait before the next try, in milliseconds, from the platform's headers. */
  retryAfterMs?: number;
  /** How many times the request was sent. */
  attempts?: number;
  details?: PlatformErrorDetails;
}

/**
 * The platform answered and said no, also inside an HTTP 200.
 *
 * @see https://open.feishu.cn/document/server-docs/api-call-guide/generic-error-code
 */
export class LarkApiError extends LarkError implements LarkApiErrorInfo {
  override readonly name: string = "LarkApiError";
  declare readonly operation: string;
  declare readonly status: number;
  declare readonly platformCode?: number;
  declare readonly platformMessage?: string;
  declare readonly logId?: string;
  declare readonly category: LarkErrorCategory;
  declare readonly retryAfterMs?: number;
  declare readonly attempts?: number;
  declare readonly details?: PlatformErrorDetails;
}

/** The kinds of access token. */
export type TokenKind = "tenant_access_token" | "app_access_token" | "user_access_token";

/**
 * A token could not be fetched: the platform refused the credentials, or a marketplace app has no `app_ticket` yet. In the
 * second case no request was sent, and `status` is undefined.
 *
 * @see https://open.feishu.cn/document/server-docs/api-call-guide/generic-error-code
 */
export class LarkAuthError extends LarkApiError {
  override readonly name: string = "LarkAuthError";
  declare readonly tokenKind: TokenKind;
}

/** No usable answer arrived: network, timeout, abort, a redirect that is not followed, or a body that is not JSON. */
export class LarkTransportError extends LarkError {
  override readonly name: string = "LarkTransportError";
  /** How many times the request was sent. */
  declare readonly attempts?: number;
  /** The HTTP status, where an answer came that could not be read. Never invented. */
  declare readonly status?: number;
  declare readonly logId?: string;
  /** What the HTTP status says, where an answer without JSON came with an error: a gateway's 429, an empty 404. */
  declare readonly category?: LarkErrorCategory;
  /** How long to wait before the next try, in milliseconds, from the answer's headers. */
  declare readonly retryAfterMs?: number;
}

/** Why an incoming request was refused. Goes to the log, never to the sender. */
export type CallbackRefusal =
  /** The content type is not JSON. */
  | "not_json"
  /**
   * The body is larger than `maxBodyBytes`, or than 16 KiB where it is not signed and an encrypt key is set, or it took longer
   * than five seconds. Answered with 413.
   */
  | "too_large"
  /** Something read the body before the dispatcher did: a body parser. Answered with 500. */
  | "body_used"
  | "invalid_body"
  | "encrypt_key_missing"
  | "not_encrypted"
  /**
   * An encrypted body without a signature, and no URL check of this app. While the URL is being saved it means that
   * `encryptKey` or `verificationToken` is not what the developer console shows.
   */
  | "signature_missing"
  | "signature_mismatch"
  | "timestamp_outside_window"
  | "decrypt_failed"
  | "token_mismatch"
  /** A URL check beyond the limit of tries, which is 20 at once and two a second. */
  | "too_many_url_checks"
  /** A URL check whose challenge is not 1 to 128 letters, digits, dashes and underscores, or `urlVerification` is `false`. */
  | "challenge_refused"
  /** An old card callback, and no handler for it is registered or `oldCards` is `false`. */
  | "old_cards_off"
  | "running_elsewhere"
  /** The reason of a handler's `signal`: another delivery of the event may be handled by now. */
  | "lease_lost"
  | "answer_late";

/** An incoming request is not to be trusted, not readable, or was answered too late. */
export class LarkCallbackError extends LarkError {
  override readonly name: string = "LarkCallbackError";
  declare readonly reason: CallbackRefusal;

  constructor(reason: CallbackRefusal, message: string = reason) {
    super(message, { code: "LARK_CALLBACK", reason });
  }
}
