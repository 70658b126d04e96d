import { type PlatformError, refusals } from "../../gateway/errors.ts";

/** The platform's words for its codes, and the HTTP status with which they come. */
const ERRORS = {
  40001: ["param error", 400],
  40002: ["process root dept error", 400],
  40004: ["no dept authority error", 403],
  40011: ["page size is invalid error", 400],
  40012: ["page token is invalid error", 400],
  40018: ["duplicate name error", 400],
  41001: ["mobile already exist error", 400],
  41002: ["email already exist error", 400],
  41017: ["department not exist", 400],
  41041: ["department id is not assigned error", 400],
  41050: ["no user authority error", 400],
  41053: ["userID already exist error", 409],
  43007: ["dup dept unit custom id error", 400],
  43008: ["custom dept id invalid error", 400],
  43011: ["delete has member dept error", 400],
  43012: ["delete has sub dept department error", 400],
} as const;

/** A refusal by its code. */
export const contactError: (code: keyof typeof ERRORS, detail?: string) => PlatformError = refusals(ERRORS);
