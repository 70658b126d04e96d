import { PlatformError } from "../errors.ts";

/** Says which operations may be answered with something made up. */
export type Policy = (name: string) => boolean;

/**
 * Operations whose answer is never made up: what they answer gives access, or says that something was made, and other
 * operations would then refuse it.
 */
const NEVER: readonly string[] = ["auth.*", "oauth.*", "sheets.v2.import.*"];

/** Code of the emulator's own refusal; the platform's codes are never negative. */
export const NOT_EMULATED_CODE = -1;

/** `contact.v3.user.list`, `drive.v1.*` or `drive.*`: a name, or its beginning in whole words. */
const PATTERN = /^\w+(\.\w+)*(\.\*)?$|^\*$/;

/**
 * Reads the options of `createEmulator`.
 *
 * @throws {TypeError} A pattern is none.
 */
export function createPolicy(strict: boolean, allow: readonly string[]): Policy {
  const wrong = allow.find((pattern) => typeof pattern !== "string" || !PATTERN.test(pattern));
  if (wrong !== undefined) {
    throw new TypeError(
      `createEmulator: allow takes names such as "contact.v3.user.list" or "drive.*", got ${JSON.stringify(wrong)}`,
    );
  }
  const isAllowed = matcher(allow);
  return (name) => !isNeverMadeUp(name) && (!strict || isAllowed(name));
}

/** Whether a name is one of these, or begins with one that ends in `*`. */
function matcher(patterns: readonly string[]): Policy {
  const names = new Set(patterns);
  const beginnings = patterns.filter((pattern) => pattern.endsWith("*")).map((pattern) => pattern.slice(0, -1));
  return (name) => names.has(name) || beginnings.some((beginning) => name.startsWith(beginning));
}

const isNeverMadeUp: Policy = /* @__PURE__ */ matcher(NEVER);

/** The refusal of a strict emulator. HTTP 400, so that no client tries it again. */
export function notEmulated(name: string): PlatformError {
  if (isNeverMadeUp(name)) {
    return new PlatformError(
      NOT_EMULATED_CODE,
      `The emulator does not implement ${name}, and never makes its answer up.`,
    );
  }
  const refusal = `The emulator does not implement ${name}, and makes up an answer only if that is allowed`;
  return new PlatformError(
    NOT_EMULATED_CODE,
    `${refusal}: createEmulator({ allow: ["${name}"] }), or createEmulator({ strict: false }) for every operation.`,
  );
}
