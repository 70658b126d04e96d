import { asText } from "../platform/json.ts";
/** One wrong field, as the platform lists it. */
export interface FieldViolation {
  field: string;
  value: string;
  description: string;
}

/** One scope that is missing, as the platform lists it. */
export interface PermissionViolation {
  type: "action_scope_required" | "action_privilege_required";
  subject: string;
}

/** A refusal of the emulated platform; becomes an error envelope. */
export class PlatformError extends Error {
  override readonly name: string = "PlatformError";
  readonly code: number;
  readonly status: number;
  readonly violations: readonly FieldViolation[] | undefined;
  readonly detail: string | undefined;
  readonly permissions: readonly PermissionViolation[] | undefined;
  readonly helps: readonly { url: string; description: string }[] | undefined;

  constructor(
    code: number,
    message: string,
    options: {
      status?: number;
      violations?: readonly FieldViolation[];
      detail?: string;
      permissions?: readonly PermissionViolation[];
      helps?: readonly { url: string; description: string }[];
    } = {},
  ) {
    super(message);
    this.code = code;
    this.status = options.status ?? 400;
    this.violations = options.violations;
    this.detail = options.detail;
    this.permissions = options.permissions;
    this.helps = options.helps;
  }
}

/** 99992402: fields are missing or out of range. */
export function fieldError(...violations: FieldViolation[]): PlatformError {
  return new PlatformError(99992402, "field validation failed", { violations });
}

/** One violation; `value` is what was sent. */
export function violation(field: string, value: unknown, description: string): FieldViolation {
  return { field, value: value === undefined || value === null ? "" : asText(value), description };
}

/** 230001, whose message carries the reason after `ext=`. */
export function imParameterError(reason: string): PlatformError {
  return new PlatformError(230001, `Your request contains an invalid request parameter, ext=${reason}`);
}

/** 9499: the body is not JSON, or a field has the wrong JSON type. */
export function badRequest(detail: string): PlatformError {
  return new PlatformError(9499, "Bad Request", { detail });
}

/**
 * Makes the function that refuses by the codes of a service.
 *
 * @param errors - The platform's message and HTTP status for each code.
 * @returns The refusal; its optional `detail` says what is wrong in particular.
 */
export const refusals =
  <Code extends number>(errors: Readonly<Record<Code, readonly [message: string, status: number]>>) =>
  (code: Code, detail?: string): PlatformError => {
    const [message, status] = errors[code];
    return new PlatformError(code, detail === undefined ? message : `${message}: ${detail}`, { status });
  };

/** The envelope of an error, with the help that the platform adds. */
export function errorEnvelope(error: PlatformError, logId: string, domain: string): Record<string, unknown> {
  const search = `${domain}/search?from=openapi&log_id=${logId}&code=${error.code}`;
  return {
    code: error.code,
    msg: error.message,
    error: {
      log_id: logId,
      troubleshooter: `Troubleshooting suggestions are listed on this page (emulated): ${search}`,
      ...(error.detail === undefined ? {} : { message: error.detail }),
      ...(error.violations === undefined ? {} : { field_violations: error.violations }),
      ...(error.permissions === undefined ? {} : { permission_violations: error.permissions }),
      ...(error.helps === undefined ? {} : { helps: error.helps }),
    },
  };
}
