import { assertText } from "../base/index.ts";
import { toBase64, toUtf8 } from "../crypto/index.ts";
import type { CallOptions } from "./types.ts";

/**
 * The header of a helpdesk's credential.
 *
 * @throws {TypeError} There is none, or a part of it is missing.
 */
export function helpdeskHeader(helpdesk: CallOptions["helpdesk"]): string {
  const parts = { "helpdesk.id": helpdesk?.id, "helpdesk.token": helpdesk?.token };
  for (const name in parts) {
    assertText(parts, name);
  }
  return toBase64(toUtf8(Object.values(parts).join(":")));
}
