import { type PlatformError, refusals } from "../../gateway/errors.ts";

/** The platform's words for its codes. */
const ERRORS = {
  131002: ["param err", 400],
  131005: ["not found", 400],
  131006: ["permission denied", 400],
  131008: ["already exist", 400],
  131010: ["doc type is deprecated, please use docx.", 400],
} as const;

/** A refusal; `detail` says what is wrong in particular. */
export const wikiError: (code: keyof typeof ERRORS, detail?: string) => PlatformError = refusals(ERRORS);
