import { assertText } from "../assert.ts";
import { toBase64, toUtf8 } from "../crypto/index.ts";
import type { CallOptions } from "./types.ts";

/**
 * The header of a helpdesk's credential.
 *
 * @throws {TypeError} There is none, or a part of it is missing.
 */
export function helpdeskHeader(operation: string, helpdesk: CallOptions["helpdesk"]): string {
  if (!helpdesk) {
    throw new TypeError(`${operation} takes the option helpdesk: { id, token }`);
  }
  assertText(helpdesk, "id");
  assertText(helpdesk, "token");
  return toBase64(toUtf8(`${helpdesk.id}:${helpdesk.token}`));
}
