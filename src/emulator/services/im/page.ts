import type { PlatformError } from "../../gateway/errors.ts";
import type { Call } from "../../gateway/route.ts";
import { takePage as takeAny } from "../page.ts";

/** How a list is cut into pages. */
export interface PageOptions<T> {
  keyOf(item: T): string;
  defaultSize: number;
  /** What a token gets that is none of this list. */
  invalidToken(): PlatformError;
}

/** The page that the query asks for, as every list of im answers. */
export function takePage<T>(
  { input }: Call,
  items: readonly T[],
  { keyOf, defaultSize, invalidToken }: PageOptions<T>,
): { items: T[]; has_more: boolean; page_token: string } {
  const { page_size = defaultSize, page_token: token } = input.query;
  const size = Math.max(Number(page_size), 1);
  const { page, next = "" } = takeAny(items, { keyOf, size, token, invalidToken });
  return { items: page, has_more: next !== "", page_token: next };
}
