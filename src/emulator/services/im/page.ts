import type { PlatformError } from "../../errors.ts";
import type { Answer, Call } from "../../router.ts";

export const success = (data: Record<string, unknown> = {}): Answer => ({ json: { code: 0, msg: "success", data } });

/** How a list is cut into pages. */
export interface PageOptions<T> {
  keyOf(item: T): string;
  defaultSize: number;
  /** What a token gets that is none of this list. */
  invalidToken(): PlatformError;
}

/** The page that the query asks for. The token names the last item of the page before, so new ones do not shift it. */
export function takePage<T>(
  { input }: Call,
  items: readonly T[],
  { keyOf, defaultSize, invalidToken }: PageOptions<T>,
): { items: T[]; has_more: boolean; page_token: string } {
  const size = Number(input.query.page_size ?? defaultSize);
  const token = input.query.page_token;
  let start = 0;
  if (token !== undefined) {
    let key = "";
    try {
      key = atob(String(token));
    } catch {
      throw invalidToken();
    }
    start = items.findIndex((item) => keyOf(item) === key) + 1;
    if (start === 0) throw invalidToken();
  }
  const page = items.slice(start, start + Math.max(size, 1));
  const last = page.at(-1);
  const hasMore = last !== undefined && start + page.length < items.length;
  return { items: page, has_more: hasMore, page_token: hasMore ? btoa(keyOf(last)) : "" };
}
