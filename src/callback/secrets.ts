import { assertText } from "../base/index.ts";
import type { CallbackOptions } from "./options.ts";

/** The old secret, the new one, and one more for a change that was broken off. */
const MAX_SECRETS = 3;

/**
 * Reads a secret, or the list of those that are valid while one replaces another.
 *
 * @throws {TypeError} An entry is empty or no one-line text, or the list has none or more than three.
 */
export function readSecrets(options: CallbackOptions, name: "encryptKey" | "verificationToken"): readonly string[] {
  if (!(name in options)) {
    return [];
  }
  const secrets = [options[name] as string].flat();
  if (!secrets.length || secrets.length > MAX_SECRETS) {
    throw new TypeError(`${name} must be 1 to ${MAX_SECRETS} strings`);
  }
  for (const secret of secrets) {
    assertText({ [name]: secret }, name);
  }
  return secrets;
}
