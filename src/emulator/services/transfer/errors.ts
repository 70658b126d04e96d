import { PlatformError, refusals } from "../../gateway/errors.ts";
import { NOT_EMULATED_CODE } from "../../gateway/operations/policy.ts";

/** The platform's words for its codes of imports and exports. */
const ERRORS = {
  1069904: ["invalid param", 400],
  1069907: ["file token not found", 404],
  1069908: ["mount point not found or no permission", 403],
  1069910: ["import file extension not match", 400],
  1069914: ["invalid file token", 404],
} as const;

/** A refusal by its code. */
export const transferError: (code: keyof typeof ERRORS, detail?: string) => PlatformError = refusals(ERRORS);

/** The emulator cannot do what the platform can. */
export const notTransferred = (what: string): PlatformError =>
  new PlatformError(NOT_EMULATED_CODE, `The emulator does not ${what} yet.`);
