import { imParameterError, type PlatformError } from "../../gateway/errors.ts";
import type { Call } from "../../gateway/route.ts";
import { asNumber } from "../../platform/json.ts";
import { takePage } from "../page.ts";

const DEFAULT_SIZE = 20;

/** The page that the query names, as every list of im answers: `page_token` is `""` on the last page. */
export function pageOf<T>(
  { input }: Call,
  items: readonly T[],
  keyOf: (item: T) => string,
  invalidToken: () => PlatformError = () => imParameterError("invalid page_token"),
): { items: T[]; has_more: boolean; page_token: string } {
  const { page_size = DEFAULT_SIZE, page_token: token } = input.query;
  const { page, next = "" } = takePage(items, {
    keyOf,
    size: Math.max(asNumber(page_size), 1),
    token,
    invalidToken,
  });
  return { items: page, has_more: next !== "", page_token: next };
}
