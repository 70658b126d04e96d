import { PlatformError } from "../errors.ts";

/** Says which operations may be answered with something made up. */
export type Policy = (name: string) => boolean;

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
  const names = new Set(allow);
  const beginnings = allow.filter((pattern) => pattern.endsWith("*")).map((pattern) => pattern.slice(0, -1));
  return (name) => !strict || names.has(name) || beginnings.some((beginning) => name.startsWith(beginning));
}

/** The refusal of a strict emulator. HTTP 400, so that no client tries it again. */
export function notEmulated(name: string): PlatformError {
  const told = `The emulator has no behaviour of its own for ${name}, and makes no answer up unless it may`;
  return new PlatformError(
    NOT_EMULATED_CODE,
    `${told}: createEmulator({ allow: ["${name}"] }), or createEmulator({ strict: false }) for every operation.`,
  );
}
