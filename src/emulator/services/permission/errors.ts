import { type PlatformError, refusals } from "../../gateway/errors.ts";

/** The platform's words for its codes. */
const ERRORS = {
  1063001: ["Invalid parameter", 400],
  1063002: ["Permission denied", 403],
  1063003: ["Invalid operation", 400],
  1063005: ["Resource is deleted", 404],
} as const;

/** A refusal; `detail` says what is wrong in particular. */
export const permissionError: (code: keyof typeof ERRORS, detail?: string) => PlatformError = refusals(ERRORS);
