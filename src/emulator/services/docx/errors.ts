import { type PlatformError, refusals } from "../../gateway/errors.ts";

/** The platform's words for its codes, and the HTTP status with which they come. */
const ERRORS = {
  1770001: ["invalid param", 400],
  1770002: ["not found", 404],
  1770003: ["resource deleted", 400],
  1770010: ["too many table column", 400],
  1770011: ["too many table cell", 400],
  1770013: ["relation mismatch", 400],
  1770019: ["repeated blockID in document", 400],
  1770021: ["too old document", 400],
  1770022: ["invalid page token", 400],
  1770024: ["invalid operation", 400],
  1770025: ["operation and block not match", 400],
  1770026: ["row operation over range", 400],
  1770027: ["column operation over range", 400],
  1770028: ["block not support create children", 400],
  1770029: ["block not support to create", 400],
  1770030: ["invalid parent children relation", 400],
  1770031: ["block not support to delete children", 400],
  1770032: ["forbidden", 403],
  1770039: ["folder not found", 400],
} as const;

/** A refusal; `detail` says what is wrong in particular. */
export const docxError: (code: keyof typeof ERRORS, detail?: string) => PlatformError = refusals(ERRORS);
