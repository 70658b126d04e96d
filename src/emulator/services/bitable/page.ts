import type { Call } from "../../gateway/route.ts";
import { asNumber } from "../../platform/json.ts";
import { pageFields, takePage } from "../page.ts";
import { bitableError } from "./errors.ts";

/** A page, and the fields beside it. */
export interface Page<T> {
  page: T[];
  more: { has_more: boolean; page_token?: string; total: number };
}

/** A page of a list. A list may shrink while it is read: its token continues at the place of a removed item. */
export function pageOf<T>(call: Call, items: readonly T[], keyOf: (item: T) => string, maxSize: number): Page<T> {
  const { page_size = 20, page_token: token } = call.input.query;
  const size = Math.min(asNumber(page_size), maxSize);
  if (size < 1) {
    throw bitableError(1254011);
  }
  const invalidToken = () => bitableError(1254002, "invalid page_token");
  const { page, next } = takePage(items, { keyOf, size, token, invalidToken, continuesAtPlace: true });
  return { page, more: { ...pageFields(next), total: items.length } };
}
