import { type PlatformError, refusals } from "../../gateway/errors.ts";

/** The platform's words for its codes. */
const ERRORS = {
  1061002: ["params error.", 400],
  1061003: ["not found.", 404],
  1061004: ["forbidden.", 403],
  1061007: ["file has been delete.", 404],
  1061021: ["upload id expire.", 400],
  1061044: ["parent node not exist.", 400],
  1062007: ["upload user not match.", 400],
  1062008: ["checksum param Invalid.", 400],
  1062009: ["the actual size is inconsistent with the parameter declaration size.", 400],
  1062010: ["block missing, please upload all blocks.", 400],
  1062011: ["block num out of bounds.", 400],
} as const;

/** A refusal by its code. */
export const driveError: (code: keyof typeof ERRORS, detail?: string) => PlatformError = refusals(ERRORS);
